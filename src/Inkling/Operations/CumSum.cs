using Inkling.Autograd;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Computes the cumulative sums along a dimension, [..., n, ...] to [..., n, ...].</summary>
        /// <param name="dim">The dimension; negative ones count from the last.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
        public Tensor CumSum(int dim)
        {
            var at = Shape.Dimension(dim);
            var result = Empty(Shape);
            var x = Span;
            var y = result.Span;
            var (inner, block) = (Shape.Inner(at), Shape[at] * Shape.Inner(at));
            for (var i = 0; i < y.Length; i++)
                y[i] = i % block < inner ? x[i] : x[i] + y[i - inner];
            if (CumSumOperation.Record(result, this) is { } operation)
                operation.Dimension = at;
            return result;
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>y[j] = x[0] + ... + x[j]: dx[j] = dy[j] + ... + dy[n - 1].</summary>
    internal sealed class CumSumOperation : Operation<CumSumOperation>
    {
        protected override bool ReadsValues => false;

        public int Dimension { get; set; }

        public override void Backward(Node gradient)
        {
            var result = Node.Create(gradient.Shape);
            var dx = result.Values;
            var dy = gradient.Values;
            var inner = result.Shape.Inner(Dimension);
            var block = result.Shape[Dimension] * inner;
            for (var i = dx.Length - 1; i >= 0; i--)
                dx[i] = i % block >= block - inner ? dy[i] : dy[i] + dx[i + inner];
            AccumulateOwned(0, result);
        }
    }
}
