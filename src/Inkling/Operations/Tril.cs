using Inkling.Autograd;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Keeps the lower triangle of matrices, [..., m, n] to [..., m, n]; the rest is 0.</summary>
        /// <param name="diagonal">The last diagonal that is kept: 0 is the main one, positive ones lie above it.</param>
        /// <exception cref="InvalidOperationException">There are fewer than two dimensions.</exception>
        public Tensor Tril(int diagonal = 0) => TrilOperation.Apply(this, int.MinValue, diagonal, nameof(Tril));

        /// <summary>Keeps the upper triangle of matrices, [..., m, n] to [..., m, n]; the rest is 0.</summary>
        /// <param name="diagonal">The first diagonal that is kept: 0 is the main one, positive ones lie above it.</param>
        /// <exception cref="InvalidOperationException">There are fewer than two dimensions.</exception>
        public Tensor Triu(int diagonal = 0) => TrilOperation.Apply(this, diagonal, int.MaxValue, nameof(Triu));
    }
}

namespace Inkling.Operations
{
    /// <summary>y = x on the diagonals from first to last, else 0: dx = dy there, else 0.</summary>
    internal sealed class TrilOperation : Operation<TrilOperation>
    {
        private int _first, _last;

        protected override bool ReadsValues => false;

        public static Tensor Apply(Tensor x, int first, int last, string operation)
        {
            if (x.Rank < 2)
                throw new InvalidOperationException($"{operation}: a tensor of shape {x.Shape} is not a matrix, expected [..., m, n]");
            var result = Tensor.Empty(x.Shape);
            Keep(x.Span, x.Shape, first, last, result.Span);
            if (Record(result, x) is { } recorded)
                (recorded._first, recorded._last) = (first, last);
            return result;
        }

        public override void Backward(Node gradient)
        {
            var result = Node.Create(gradient.Shape);
            Keep(gradient.Values, gradient.Shape, _first, _last, result.Values);
            AccumulateOwned(0, result);
        }

        private static void Keep(ReadOnlySpan<float> x, Shape shape, int first, int last, Span<float> y)
        {
            for (var i = 0; i < y.Length; i++)
            {
                var diagonal = (i % shape[-1]) - (i / shape[-1] % shape[-2]);
                y[i] = diagonal >= first && diagonal <= last ? x[i] : 0;
            }
        }
    }
}
