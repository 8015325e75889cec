using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Computes ln(sum of exp(x)) along a dimension without overflow, [..., n, ...] to [..., ...].</summary>
        /// <param name="dim">The dimension; negative ones count from the last.</param>
        /// <param name="keepDim">Whether the result keeps the dimension, with size 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
        public Tensor LogSumExp(int dim, bool keepDim = false) => LogSumExpOperation.Apply(this, Shape.Dimension(dim), keepDim);
    }
}

namespace Inkling.Operations
{
    /// <summary>y = ln(sum of exp(x)): dx = dy exp(x - y).</summary>
    internal sealed class LogSumExpOperation : Operation<LogSumExpOperation>
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
                var largest = float.NegativeInfinity;
                for (var j = 0; j < lines.Length; j++)
                    largest = MathF.Max(largest, values[start + (j * lines.Stride)]);
                var sum = 0.0;
                for (var j = 0; j < lines.Length && float.IsFinite(largest); j++)
                    sum += MathF.Exp(values[start + (j * lines.Stride)] - largest);
                y[i] = float.IsFinite(largest) ? (float)(largest + Math.Log(sum)) : largest;
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
                var start = lines.Start(i);
                var shift = float.IsNegativeInfinity(y[i]) ? 0 : y[i];
                for (var j = 0; j < lines.Length; j++)
                    dx[start + (j * lines.Stride)] = dy[i] * MathF.Exp(x[start + (j * lines.Stride)] - shift);
            }

            AccumulateOwned(0, result);
        }
    }
}
