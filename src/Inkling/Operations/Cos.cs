using System.Numerics.Tensors;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Computes the element-wise cosine of angles in radians, [...] to [...].</summary>
        public Tensor Cos() => UnaryOperation.Apply<CosOperation>(this);
    }
}

namespace Inkling.Operations
{
    /// <summary>y = cos(x): dx = -dy sin(x).</summary>
    internal sealed class CosOperation : UnaryOperation<CosOperation>, IUnary
    {
        public static void Forward(ReadOnlySpan<float> x, Span<float> y) => TensorPrimitives.Cos(x, y);

        protected override void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx)
        {
            TensorPrimitives.Sin(x, dx);
            TensorPrimitives.Multiply(dx, dy, dx);
            TensorPrimitives.Negate(dx, dx);
        }
    }
}
