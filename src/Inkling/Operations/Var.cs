using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Computes the variance of all elements, [...] to [].</summary>
        /// <param name="unbiased">Whether to divide by n - 1 (Bessel's correction) instead of n.</param>
        public Tensor Var(bool unbiased = true) => VarOperation.ApplyAll(this, unbiased, squareRoot: false);

        /// <summary>Computes the variance along a dimension, [..., n, ...] to [..., ...]; NaN where it divides by 0.</summary>
        /// <param name="dim">The dimension; negative ones count from the last.</param>
        /// <param name="unbiased">Whether to divide by n - 1 (Bessel's correction) instead of n.</param>
        /// <param name="keepDim">Whether the result keeps the dimension, with size 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
        public Tensor Var(int dim, bool unbiased = true, bool keepDim = false) =>
            VarOperation.Apply(this, dim, unbiased, keepDim, squareRoot: false);

        /// <summary>Computes the standard deviation of all elements, [...] to [].</summary>
        /// <inheritdoc cref="Var(bool)" path="/param"/>
        public Tensor Std(bool unbiased = true) => VarOperation.ApplyAll(this, unbiased, squareRoot: true);

        /// <summary>Computes the standard deviation along a dimension; see <see cref="Var(int, bool, bool)"/>.</summary>
        /// <inheritdoc cref="Var(int, bool, bool)" path="/param|/exception"/>
        public Tensor Std(int dim, bool unbiased = true, bool keepDim = false) =>
            VarOperation.Apply(this, dim, unbiased, keepDim, squareRoot: true);
    }
}

namespace Inkling.Operations
{
    /// <summary>
    /// y = sum of (x - mean)² / d, d = n - 1 or n: dx = 2 dy (x - mean) / d; for the square root dx = dy (x - mean) / (d y), 0 where y is
    /// 0.
    /// </summary>
    internal sealed class VarOperation : Operation<VarOperation>
    {
        private int _dimension, _divisor;
        private bool _squareRoot;
        private Node? _mean;

        public static Tensor ApplyAll(Tensor x, bool unbiased, bool squareRoot)
        {
            var flat = x.Flatten();
            var result = Apply(flat, 0, unbiased, keepDim: false, squareRoot);
            flat.Release();
            return result;
        }

        public static Tensor Apply(Tensor x, int dim, bool unbiased, bool keepDim, bool squareRoot)
        {
            var at = x.Shape.Dimension(dim);
            var divisor = x.Shape[at] - (unbiased ? 1 : 0);
            var result = Tensor.Empty(x.Shape.Reduced(at, keepDim));
            var mean = Node.Create(result.Shape);
            Forward(x.Span, new Lines(x.Shape, at), divisor, mean.Values, result.Span);
            if (squareRoot)
                System.Numerics.Tensors.TensorPrimitives.Sqrt<float>(result.Span, result.Span);
            if (Record(result, x) is { } operation)
                (operation._dimension, operation._divisor, operation._squareRoot, operation._mean) = (at, divisor, squareRoot, mean);
            else
                mean.DropHandle();
            return result;
        }

        public override void Backward(Node gradient)
        {
            var result = Node.Create(Input(0).Shape);
            var lines = new Lines(result.Shape, _dimension);
            var dx = result.Values;
            var dy = gradient.Values;
            var x = Input(0).Values;
            var y = Output.Values;
            var mean = _mean!.Values;
            for (var i = 0; i < dy.Length; i++)
            {
                var scale = _squareRoot ? y[i] == 0 ? 0 : dy[i] / (_divisor * y[i]) : 2 * dy[i] / _divisor;
                var start = lines.Start(i);
                for (var j = 0; j < lines.Length; j++)
                    dx[start + (j * lines.Stride)] = scale * (x[start + (j * lines.Stride)] - mean[i]);
            }

            AccumulateOwned(0, result);
        }

        protected override void ReleaseSaved()
        {
            _mean?.DropHandle();
            _mean = null;
        }

        private static void Forward(ReadOnlySpan<float> x, Lines lines, int divisor, Span<float> mean, Span<float> variance)
        {
            for (var i = 0; i < mean.Length; i++)
            {
                var start = lines.Start(i);
                double sum = 0, squares = 0;
                for (var j = 0; j < lines.Length; j++)
                    sum += x[start + (j * lines.Stride)];
                var average = sum / lines.Length;
                for (var j = 0; j < lines.Length; j++)
                {
                    var difference = x[start + (j * lines.Stride)] - average;
                    squares += difference * difference;
                }

                (mean[i], variance[i]) = ((float)average, (float)(squares / Math.Max(0, divisor)));
            }
        }
    }
}
