using System.Numerics.Tensors;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Computes e raised to the power of each element, [...] to [...].</summary>
        public Tensor Exp() => UnaryOperation.Apply<ExpOperation>(this);
    }
}

namespace Inkling.Operations
{
    /// <summary>y = exp(x): dx = dy y.</summary>
    internal sealed class ExpOperation : UnaryOperation<ExpOperation>, IUnary
    {
        public static void Forward(ReadOnlySpan<float> x, Span<float> y) => TensorPrimitives.Exp(x, y);

        protected override void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx) =>
            TensorPrimitives.Multiply(dy, y, dx);
    }
}
