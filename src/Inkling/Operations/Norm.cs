using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Computes the Euclidean norm of all elements, [...] to []. The gradient of the norm 0 is 0.</summary>
        public Tensor Norm()
        {
            var flat = Flatten();
            var result = flat.Norm(0);
            flat.Release();
            return result;
        }

        /// <summary>Computes the Euclidean norm along a dimension, [..., n, ...] to [..., ...]. The gradient of the norm 0 is 0.</summary>
        /// <param name="dim">The dimension; negative ones count from the last.</param>
        /// <param name="keepDim">Whether the result keeps the dimension, with size 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
        public Tensor Norm(int dim, bool keepDim = false) => NormOperation.Apply(this, Shape.Dimension(dim), keepDim);
    }
}

namespace Inkling.Operations
{
    /// <summary>y = sqrt(sum of x²): dx = dy x / y, 0 where y is 0.</summary>
    internal sealed class NormOperation : Operation<NormOperation>
    {
        private int _dimension;

        public static Tensor Apply(Tensor x, int dimension, bool keepDim)
        {
            var result = Tensor.Empty(x.Shape.Reduced(dimension, keepDim));
            var values = x.Span;
            var y = result.Span;
            var lines = new Lines(x.Shape, dimension);
            for (var i = 0; i < y.Length; i++)
            {
                var start = lines.Start(i);
                var sum = 0.0;
                for (var j = 0; j < lines.Length; j++)
                    sum += (double)values[start + (j * lines.Stride)] * values[start + (j * lines.Stride)];
                y[i] = (float)Math.Sqrt(sum);
            }

            if (Record(result, x) is { } operation)
                operation._dimension = dimension;
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
            for (var i = 0; i < dy.Length; i++)
            {
                var scale = y[i] == 0 ? 0 : dy[i] / y[i];
                var start = lines.Start(i);
                for (var j = 0; j < lines.Length; j++)
                    dx[start + (j * lines.Stride)] = scale * x[start + (j * lines.Stride)];
            }

            AccumulateOwned(0, result);
        }
    }
}
