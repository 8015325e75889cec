using System.Numerics.Tensors;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>max(x, 0) of each element (Nair and Hinton, ICML 2010).</summary>
        public Tensor Relu()
        {
            var result = EmptyLike(Node);
            Elementwise.Relu(Node.Memory, result.Node.Memory);
            ReluOperation.Record(result, this);
            return result;
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>y = max(x, 0): dx = dy where y is positive, else 0.</summary>
    internal sealed class ReluOperation : UnaryOperation<ReluOperation>
    {
        protected override void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx) =>
            Elementwise.ReluBackward(dy, y, dx);
    }
}
