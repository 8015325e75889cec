using System.Numerics.Tensors;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Limits each element to [<paramref name="min"/>, <paramref name="max"/>], [...] to [...]; NaN stays NaN.</summary>
        /// <param name="min">The lower bound.</param>
        /// <param name="max">The upper bound.</param>
        /// <exception cref="ArgumentException"><paramref name="min"/> is above <paramref name="max"/>.</exception>
        public Tensor Clamp(float min = float.NegativeInfinity, float max = float.PositiveInfinity)
        {
            if (!(min <= max))
                throw new ArgumentException($"Clamp({min}, {max}): the first bound must not be above the second");
            var result = EmptyLike(Node);
            var x = Node.Memory;
            var y = result.Node.Memory;
            TensorPrimitives.Max(x, min, y);
            TensorPrimitives.Min(y, max, y);
            if (ClampOperation.Record(result, this) is { } operation)
                (operation.Min, operation.Max) = (min, max);
            return result;
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>y = min(max(x, Min), Max): dx = dy where Min &lt;= x &lt;= Max, else 0.</summary>
    internal sealed class ClampOperation : UnaryOperation<ClampOperation>
    {
        public float Min { get; set; }

        public float Max { get; set; }

        protected override void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx)
        {
            for (var i = 0; i < dx.Length; i++)
                dx[i] = x[i] >= Min && x[i] <= Max ? dy[i] : 0;
        }
    }
}
