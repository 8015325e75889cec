using System.Numerics.Tensors;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Computes the element-wise square root, [...] to [...]; NaN for negative elements.</summary>
        public Tensor Sqrt() => UnaryOperation.Apply<SqrtOperation>(this);
    }
}

namespace Inkling.Operations
{
    /// <summary>y = sqrt(x): dx = dy / (2 y).</summary>
    internal sealed class SqrtOperation : UnaryOperation<SqrtOperation>, IUnary
    {
        public static void Forward(ReadOnlySpan<float> x, Span<float> y) => TensorPrimitives.Sqrt(x, y);

        protected override void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx)
        {
            TensorPrimitives.Divide(dy, y, dx);
            TensorPrimitives.Multiply(dx, 0.5f, dx);
        }
    }
}
