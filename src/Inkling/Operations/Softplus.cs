using System.Numerics.Tensors;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Computes ln(1 + exp(x)) element by element, [...] to [...]: a smooth form of ReLU.</summary>
        public Tensor Softplus() => UnaryOperation.Apply<SoftplusOperation>(this);
    }
}

namespace Inkling.Operations
{
    /// <summary>y = ln(1 + exp(x)): dx = dy sigmoid(x).</summary>
    internal sealed class SoftplusOperation : UnaryOperation<SoftplusOperation>, IUnary
    {
        public static void Forward(ReadOnlySpan<float> x, Span<float> y)
        {
            // max(x, 0) + ln(1 + exp(-|x|)), so that no power overflows.
            TensorPrimitives.Abs(x, y);
            TensorPrimitives.Negate(y, y);
            TensorPrimitives.Exp(y, y);
            TensorPrimitives.LogP1(y, y);
            for (var i = 0; i < y.Length; i++)
                y[i] += MathF.Max(x[i], 0);
        }

        protected override void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx)
        {
            TensorPrimitives.Sigmoid(x, dx);
            TensorPrimitives.Multiply(dx, dy, dx);
        }
    }
}
