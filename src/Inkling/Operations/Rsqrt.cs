using System.Numerics.Tensors;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Computes the reciprocal of the element-wise square root, [...] to [...]; infinity for 0, NaN for negative elements.
        /// </summary>
        public Tensor Rsqrt() => UnaryOperation.Apply<RsqrtOperation>(this);
    }
}

namespace Inkling.Operations
{
    /// <summary>y = 1 / sqrt(x): dx = -dy y³ / 2.</summary>
    internal sealed class RsqrtOperation : UnaryOperation<RsqrtOperation>, IUnary
    {
        public static void Forward(ReadOnlySpan<float> x, Span<float> y)
        {
            TensorPrimitives.Sqrt(x, y);
            TensorPrimitives.Divide(1f, y, y);
        }

        protected override void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx)
        {
            TensorPrimitives.Multiply(y, y, dx);
            TensorPrimitives.Multiply(dx, y, dx);
            TensorPrimitives.Multiply(dx, dy, dx);
            TensorPrimitives.Multiply(dx, -0.5f, dx);
        }
    }
}
