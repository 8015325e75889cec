using System.Numerics.Tensors;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>1 / (1 + exp(-x)) of each element: any number becomes one between 0 and 1.</summary>
        public Tensor Sigmoid()
        {
            var result = Empty(Shape);
            TensorPrimitives.Sigmoid<float>(Span, result.Span);
            SigmoidOperation.Record(result, this);
            return result;
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>y = sigmoid(x): dx = dy y (1 - y).</summary>
    internal sealed class SigmoidOperation : UnaryOperation<SigmoidOperation>
    {
        protected override void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx)
        {
            TensorPrimitives.Subtract(1f, y, dx);
            TensorPrimitives.Multiply(dx, y, dx);
            TensorPrimitives.Multiply(dx, dy, dx);
        }
    }
}
