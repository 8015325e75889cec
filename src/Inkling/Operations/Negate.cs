using System.Numerics.Tensors;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Computes the element-wise negation, [...] to [...].</summary>
        public Tensor Negate() => UnaryOperation.Apply<NegateOperation>(this);

        /// <inheritdoc cref="Negate"/>
        public static Tensor operator -(Tensor tensor) => tensor.Negate();
    }
}

namespace Inkling.Operations
{
    /// <summary>y = -x: dx = -dy.</summary>
    internal sealed class NegateOperation : UnaryOperation<NegateOperation>, IUnary
    {
        protected override bool ReadsValues => false;

        public static void Forward(ReadOnlySpan<float> x, Span<float> y) => TensorPrimitives.Negate(x, y);

        protected override void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx) =>
            TensorPrimitives.Negate(dy, dx);
    }
}
