using Inkling.Autograd;
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
            var result = Tensor.Empty(keepDim ? x.Shape.With(dimension, 1) : x.Shape.Without(dimension));
            var values = x.Span;
            var y = result.Span;
            var (size, inner) = (x.Shape[dimension], x.Shape.Inner(dimension));
            for (var i = 0; i < y.Length; i++)
            {
                var start = (i / inner * size * inner) + (i % inner);
                var largest = float.NegativeInfinity;
                for (var j = 0; j < size; j++)
                    largest = MathF.Max(largest, values[start + (j * inner)]);
                var sum = 0.0;
                for (var j = 0; j < size && float.IsFinite(largest); j++)
                    sum += MathF.Exp(values[start + (j * inner)] - largest);
                y[i] = float.IsFinite(largest) ? (float)(largest + Math.Log(sum)) : largest;
            }

            if (Record(result, x) is { } operation)
                operation._dimension = dimension;
            return result;
        }

        public override void Backward(Node gradient)
        {
            var result = Node.Create(Input(0).Shape);
            var (size, inner) = (result.Shape[_dimension], result.Shape.Inner(_dimension));
            var dx = result.Values;
            var dy = gradient.Values;
            var x = Input(0).Values;
            var y = Output.Values;
            for (var i = 0; i < dy.Length; i++)
            {
                var start = (i / inner * size * inner) + (i % inner);
                var shift = float.IsNegativeInfinity(y[i]) ? 0 : y[i];
                for (var j = 0; j < size; j++)
                    dx[start + (j * inner)] = dy[i] * MathF.Exp(x[start + (j * inner)] - shift);
            }

            AccumulateOwned(0, result);
        }
    }
}
