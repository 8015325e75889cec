using System.Numerics.Tensors;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Each element, but not below <paramref name="low"/> nor above <paramref name="high"/>.</summary>
        /// <exception cref="ArgumentException"><paramref name="low"/> is above <paramref name="high"/>.</exception>
        public Tensor Clamp(float low = float.NegativeInfinity, float high = float.PositiveInfinity)
        {
            if (!(low <= high))
                throw new ArgumentException($"Clamp({low}, {high}): the first bound must not be above the second");
            var result = Empty(Shape);
            TensorPrimitives.Max(Span, low, result.Span);
            TensorPrimitives.Min(result.Span, high, result.Span);
            if (ClampOperation.Record(result, this) is { } operation)
                (operation.Low, operation.High) = (low, high);
            return result;
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>y = min(max(x, low), high): dx = dy where low &lt;= x &lt;= high, else 0.</summary>
    internal sealed class ClampOperation : UnaryOperation<ClampOperation>
    {
        public float Low { get; set; }

        public float High { get; set; }

        protected override void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx)
        {
            for (var i = 0; i < dx.Length; i++)
                dx[i] = x[i] >= Low && x[i] <= High ? dy[i] : 0;
        }
    }
}
