using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Computes the rectified linear unit max(x, 0), [...] to [...] (Nair and Hinton, ICML 2010).</summary>
        public Tensor Relu() => UnaryOperation.Apply<ReluOperation>(this);
    }
}

namespace Inkling.Operations
{
    /// <summary>y = max(x, 0): dx = dy where y is positive, else 0.</summary>
    internal sealed class ReluOperation : UnaryOperation<ReluOperation>, IUnary
    {
        public static void Forward(ReadOnlySpan<float> x, Span<float> y) => Elementwise.Relu(x, y);

        protected override void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx) =>
            Elementwise.ReluBackward(dy, y, dx);
    }
}
