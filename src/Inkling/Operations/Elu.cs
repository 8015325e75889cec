using System.Numerics.Tensors;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Computes the exponential linear unit, [...] to [...]: x where x is positive and <paramref name="alpha"/> (exp(x) - 1) elsewhere
        /// (Clevert et al., ICLR 2016).
        /// </summary>
        /// <param name="alpha">Minus the limit for large negative elements.</param>
        public Tensor Elu(float alpha = 1)
        {
            var result = EmptyLike(Node);
            var x = Node.Memory;
            var y = result.Node.Memory;
            TensorPrimitives.ExpM1<float>(x, y);
            for (var i = 0; i < y.Length; i++)
                y[i] = x[i] > 0 ? x[i] : y[i] * alpha;
            if (EluOperation.Record(result, this) is { } operation)
                operation.Alpha = alpha;
            return result;
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>y = x > 0 ? x : a (exp(x) - 1): dx = x > 0 ? dy : dy (y + a).</summary>
    internal sealed class EluOperation : UnaryOperation<EluOperation>
    {
        public float Alpha { get; set; }

        protected override void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx)
        {
            for (var i = 0; i < dx.Length; i++)
                dx[i] = x[i] > 0 ? dy[i] : dy[i] * (y[i] + Alpha);
        }
    }
}
