using System.Numerics.Tensors;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Computes the element-wise error function 2/sqrt(pi) times the integral of exp(-t²) from 0 to x, [...] to [...].
        /// </summary>
        public Tensor Erf() => UnaryOperation.Apply<ErfOperation>(this);
    }
}

namespace Inkling.Operations
{
    /// <summary>y = erf(x): dx = dy 2/sqrt(pi) exp(-x²).</summary>
    internal sealed class ErfOperation : UnaryOperation<ErfOperation>, IUnary
    {
        public static void Forward(ReadOnlySpan<float> x, Span<float> y) => ErrorFunction.Erf(x, y);

        protected override void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx)
        {
            TensorPrimitives.Multiply(x, x, dx);
            TensorPrimitives.Negate(dx, dx);
            TensorPrimitives.Exp(dx, dx);
            TensorPrimitives.Multiply(dx, dy, dx);
            TensorPrimitives.Multiply(dx, 2 / MathF.Sqrt(MathF.PI), dx);
        }
    }
}
