using System.Numerics.Tensors;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Computes the element-wise sine of angles in radians, [...] to [...].</summary>
        public Tensor Sin() => UnaryOperation.Apply<SinOperation>(this);
    }
}

namespace Inkling.Operations
{
    /// <summary>y = sin(x): dx = dy cos(x).</summary>
    internal sealed class SinOperation : UnaryOperation<SinOperation>, IUnary
    {
        public static void Forward(ReadOnlySpan<float> x, Span<float> y) => TensorPrimitives.Sin(x, y);

        protected override void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx)
        {
            TensorPrimitives.Cos(x, dx);
            TensorPrimitives.Multiply(dx, dy, dx);
        }
    }
}
