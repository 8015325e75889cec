using System.Numerics.Tensors;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>The size of each element without its sign.</summary>
        public Tensor Abs()
        {
            var result = Empty(Shape);
            TensorPrimitives.Abs<float>(Span, result.Span);
            AbsOperation.Record(result, this);
            return result;
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>y = |x|: dx = dy sign(x), 0 at 0.</summary>
    internal sealed class AbsOperation : UnaryOperation<AbsOperation>
    {
        protected override void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx)
        {
            for (var i = 0; i < dx.Length; i++)
                dx[i] = x[i] > 0 ? dy[i] : x[i] < 0 ? -dy[i] : 0;
        }
    }
}
