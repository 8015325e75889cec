using System.Numerics.Tensors;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Computes the element-wise natural logarithm, [...] to [...]; -infinity for 0, NaN for negative elements.</summary>
        public Tensor Log() => UnaryOperation.Apply<LogOperation>(this);
    }
}

namespace Inkling.Operations
{
    /// <summary>y = ln(x): dx = dy / x.</summary>
    internal sealed class LogOperation : UnaryOperation<LogOperation>, IUnary
    {
        public static void Forward(ReadOnlySpan<float> x, Span<float> y) => TensorPrimitives.Log(x, y);

        protected override void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx) =>
            TensorPrimitives.Divide(dy, x, dx);
    }
}
