using System.Numerics.Tensors;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Computes the element-wise square, [...] to [...].</summary>
        public Tensor Square() => UnaryOperation.Apply<SquareOperation>(this);
    }
}

namespace Inkling.Operations
{
    /// <summary>y = x²: dx = 2 x dy.</summary>
    internal sealed class SquareOperation : UnaryOperation<SquareOperation>, IUnary
    {
        public static void Forward(ReadOnlySpan<float> x, Span<float> y) =>
            TensorPrimitives.Multiply(x, x, y);

        protected override void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx)
        {
            TensorPrimitives.Multiply(dy, x, dx);
            TensorPrimitives.Multiply(dx, 2f, dx);
        }
    }
}
