using System.Numerics.Tensors;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Computes the element-wise hyperbolic tangent, [...] to [...].</summary>
        public Tensor Tanh() => UnaryOperation.Apply<TanhOperation>(this);
    }
}

namespace Inkling.Operations
{
    /// <summary>y = tanh(x): dx = dy (1 - y²).</summary>
    internal sealed class TanhOperation : UnaryOperation<TanhOperation>, IUnary
    {
        public static void Forward(ReadOnlySpan<float> x, Span<float> y) => TensorPrimitives.Tanh(x, y);

        protected override void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx)
        {
            TensorPrimitives.Multiply(y, y, dx);
            TensorPrimitives.Subtract(1f, dx, dx);
            TensorPrimitives.Multiply(dx, dy, dx);
        }
    }
}
