using System.Numerics.Tensors;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>The natural logarithm of each element: -infinity for 0, NaN below.</summary>
        public Tensor Log()
        {
            var result = Empty(Shape);
            TensorPrimitives.Log(Span, result.Span);
            LogOperation.Record(result, this);
            return result;
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>y = ln(x): dx = dy / x.</summary>
    internal sealed class LogOperation : UnaryOperation<LogOperation>
    {
        protected override void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx) =>
            TensorPrimitives.Divide(dy, x, dx);
    }
}
