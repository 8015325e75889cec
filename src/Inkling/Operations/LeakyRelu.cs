using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Computes x where x is positive and <paramref name="negativeSlope"/> x elsewhere, [...] to [...].</summary>
        /// <param name="negativeSlope">The slope for negative elements.</param>
        public Tensor LeakyRelu(float negativeSlope = 0.01f)
        {
            var result = EmptyLike(Node);
            var x = Node.Memory;
            var y = result.Node.Memory;
            for (var i = 0; i < y.Length; i++)
                y[i] = x[i] > 0 ? x[i] : x[i] * negativeSlope;
            if (LeakyReluOperation.Record(result, this) is { } operation)
                operation.NegativeSlope = negativeSlope;
            return result;
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>y = x > 0 ? x : a x: dx = x > 0 ? dy : a dy.</summary>
    internal sealed class LeakyReluOperation : UnaryOperation<LeakyReluOperation>
    {
        public float NegativeSlope { get; set; }

        protected override void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx)
        {
            for (var i = 0; i < dx.Length; i++)
                dx[i] = x[i] > 0 ? dy[i] : dy[i] * NegativeSlope;
        }
    }
}
