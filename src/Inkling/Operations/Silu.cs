using System.Numerics.Tensors;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Computes the sigmoid linear unit x sigmoid(x), [...] to [...] (Hendrycks and Gimpel, arXiv:1606.08415).</summary>
        public Tensor Silu() => UnaryOperation.Apply<SiluOperation>(this);
    }
}

namespace Inkling.Operations
{
    /// <summary>y = x sigmoid(x): dx = dy (s + y (1 - s)), where s = sigmoid(x).</summary>
    internal sealed class SiluOperation : UnaryOperation<SiluOperation>, IUnary
    {
        public static void Forward(ReadOnlySpan<float> x, Span<float> y)
        {
            TensorPrimitives.Sigmoid(x, y);
            TensorPrimitives.Multiply(y, x, y);
        }

        protected override void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx)
        {
            TensorPrimitives.Sigmoid(x, dx);
            for (var i = 0; i < dx.Length; i++)
                dx[i] = dy[i] * (dx[i] + (y[i] * (1 - dx[i])));
        }
    }
}
