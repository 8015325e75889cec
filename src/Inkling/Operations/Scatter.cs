using Inkling.Autograd;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Copies this tensor with elements along a dimension replaced: for dimension 1 of [n, m], indices and source [n, k],
        /// y[i, index[i, j]] = source[i, j]. Of several for one place the last counts.
        /// </summary>
        /// <param name="dim">The dimension; negative ones count from the last.</param>
        /// <param name="index">Indices from 0, of this shape but for the size of the dimension. No gradient flows to them.</param>
        /// <param name="source">The new elements, of the shape of the indices.</param>
        /// <exception cref="ArgumentException">The shapes do not fit.</exception>
        /// <exception cref="ArgumentOutOfRangeException">There is no such dimension, or an index is outside it.</exception>
        public Tensor Scatter(int dim, Tensor index, Tensor source) => ScatterOperation.Apply(this, dim, index, source, isSum: false);

        /// <summary>Copies this tensor and adds the elements of the source to it; see <see cref="Scatter"/>.</summary>
        /// <inheritdoc cref="Scatter" path="/param|/exception"/>
        public Tensor ScatterAdd(int dim, Tensor index, Tensor source) => ScatterOperation.Apply(this, dim, index, source, isSum: true);
    }
}

namespace Inkling.Operations
{
    /// <summary>
    /// y = x but at the indices, where it is the source or has it added: dx = dy, 0 where replaced; ds = dy at the indices.
    /// </summary>
    internal sealed class ScatterOperation : Operation<ScatterOperation>
    {
        private int _dimension;
        private bool _isSum;

        protected override bool Reads(int tensor) => tensor == 2;

        public static Tensor Apply(Tensor x, int dim, Tensor index, Tensor source, bool isSum)
        {
            var at = GatherOperation.Check(x, dim, index, nameof(Tensor.Scatter));
            if (source.Shape != index.Shape)
                throw new ArgumentException(
                    $"Scatter: a source of shape {source.Shape} for indices of shape {index.Shape}, expected equal shapes", nameof(source));
            var result = x.Clone();
            var y = result.Span;
            var places = new GatherOperation.Places(x.Shape, at, index.Length);
            for (var i = 0; i < index.Length; i++)
            {
                ref var element = ref y[places.Of(i, index.Span[i])];
                element = isSum ? element + source.Span[i] : source.Span[i];
            }

            if (Record(result, x, source, index) is { } operation)
                (operation._dimension, operation._isSum) = (at, isSum);
            return result;
        }

        public override void Backward(Node gradient)
        {
            var index = Input(2).Values;
            var dy = gradient.Values;
            var places = new GatherOperation.Places(gradient.Shape, _dimension, index.Length);
            if (Needs(0))
            {
                var result = Node.Create(gradient.Shape);
                var dx = result.Values;
                dy.CopyTo(dx);
                for (var i = 0; i < index.Length && !_isSum; i++)
                    dx[places.Of(i, index[i])] = 0;
                AccumulateOwned(0, result);
            }

            if (Needs(1))
            {
                var result = Node.Create(Input(1).Shape);
                for (var i = 0; i < index.Length; i++)
                    result.Values[i] = dy[places.Of(i, index[i])];
                AccumulateOwned(1, result);
            }
        }
    }
}
