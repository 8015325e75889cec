using System.Numerics.Tensors;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Computes the Gaussian error linear unit x P(X &lt;= x), X standard normal, [...] to [...] (Hendrycks and Gimpel,
        /// arXiv:1606.08415).
        /// </summary>
        /// <param name="approximate">Whether to use the tanh approximation of the paper's section 2 instead of the error function
        /// (PyTorch's <c>approximate="tanh"</c>).</param>
        public Tensor Gelu(bool approximate = false) => approximate
            ? UnaryOperation.Apply<GeluTanhOperation>(this)
            : UnaryOperation.Apply<GeluOperation>(this);
    }
}

namespace Inkling.Operations
{
    /// <summary>y = x P, P = (1 + erf(x / sqrt 2)) / 2: dx = dy (P + x exp(-x²/2) / sqrt(2 pi)).</summary>
    internal sealed class GeluOperation : UnaryOperation<GeluOperation>, IUnary
    {
        private const int Part = 256;

        public static void Forward(ReadOnlySpan<float> x, Span<float> y)
        {
            Cumulative(x, y);
            TensorPrimitives.Multiply(y, x, y);
        }

        protected override void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx)
        {
            Span<float> scratch = stackalloc float[Part];
            for (var start = 0; start < dx.Length; start += Part)
            {
                var length = Math.Min(Part, dx.Length - start);
                var part = x.Slice(start, length);
                var slope = dx.Slice(start, length);
                var density = scratch[..length];
                TensorPrimitives.Multiply(part, part, density);
                TensorPrimitives.Multiply(density, -0.5f, density);
                TensorPrimitives.Exp(density, density);
                TensorPrimitives.Multiply(density, 1 / MathF.Sqrt(2 * MathF.PI), density);
                Cumulative(part, slope);
                TensorPrimitives.MultiplyAdd(density, part, slope, slope);
                TensorPrimitives.Multiply(slope, dy.Slice(start, length), slope);
            }
        }

        private static void Cumulative(ReadOnlySpan<float> x, Span<float> y)
        {
            TensorPrimitives.Multiply(x, 1 / MathF.Sqrt(2), y);
            ErrorFunction.Erf(y, y);
            TensorPrimitives.Add(y, 1f, y);
            TensorPrimitives.Multiply(y, 0.5f, y);
        }
    }
}
