using System.Numerics.Tensors;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Each element with its sign changed.</summary>
        public Tensor Negate()
        {
            var result = Empty(Shape);
            TensorPrimitives.Negate<float>(Span, result.Span);
            NegateOperation.Record(result, this);
            return result;
        }

        /// <inheritdoc cref="Negate"/>
        public static Tensor operator -(Tensor tensor) => tensor.Negate();
    }
}

namespace Inkling.Operations
{
    /// <summary>y = -x: dx = -dy.</summary>
    internal sealed class NegateOperation : UnaryOperation<NegateOperation>
    {
        protected override bool ReadsValues => false;

        protected override void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx) =>
            TensorPrimitives.Negate(dy, dx);
    }
}
