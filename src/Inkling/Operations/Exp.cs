using System.Numerics.Tensors;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>e to the power of each element.</summary>
        public Tensor Exp()
        {
            var result = Empty(Shape);
            TensorPrimitives.Exp(Span, result.Span);
            ExpOperation.Record(result, this);
            return result;
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>y = exp(x): dx = dy y.</summary>
    internal sealed class ExpOperation : UnaryOperation<ExpOperation>
    {
        protected override void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx) =>
            TensorPrimitives.Multiply(dy, y, dx);
    }
}
