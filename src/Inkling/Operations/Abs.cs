using System.Numerics.Tensors;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Computes the element-wise absolute value, [...] to [...].</summary>
        public Tensor Abs() => UnaryOperation.Apply<AbsOperation>(this);
    }
}

namespace Inkling.Operations
{
    /// <summary>y = |x|: dx = dy sign(x), 0 at 0.</summary>
    internal sealed class AbsOperation : UnaryOperation<AbsOperation>, IUnary
    {
        public static void Forward(ReadOnlySpan<float> x, Span<float> y) => TensorPrimitives.Abs(x, y);

        protected override void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx)
        {
            for (var i = 0; i < dx.Length; i++)
                dx[i] = x[i] > 0 ? dy[i] : x[i] < 0 ? -dy[i] : 0;
        }
    }
}
