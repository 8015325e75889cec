using System.Numerics.Tensors;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Computes the element-wise logistic sigmoid 1 / (1 + exp(-x)), [...] to [...].</summary>
        public Tensor Sigmoid() => UnaryOperation.Apply<SigmoidOperation>(this);
    }
}

namespace Inkling.Operations
{
    /// <summary>y = sigmoid(x): dx = dy y (1 - y).</summary>
    internal sealed class SigmoidOperation : UnaryOperation<SigmoidOperation>, IUnary
    {
        public static void Forward(ReadOnlySpan<float> x, Span<float> y) => TensorPrimitives.Sigmoid(x, y);

        protected override void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx)
        {
            TensorPrimitives.Subtract(1f, y, dx);
            TensorPrimitives.Multiply(dx, y, dx);
            TensorPrimitives.Multiply(dx, dy, dx);
        }
    }
}
