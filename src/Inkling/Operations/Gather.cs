using Inkling.Autograd;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Takes elements along a dimension: for dimension 1 of [n, m] and indices [n, k], y[i, j] = x[i, index[i, j]].
        /// </summary>
        /// <param name="dim">The dimension; negative ones count from the last.</param>
        /// <param name="index">Indices from 0, of this shape but for the size of the dimension: the shape of the result. No gradient flows
        /// to them.</param>
        /// <exception cref="ArgumentException">The shapes differ in another dimension.</exception>
        /// <exception cref="ArgumentOutOfRangeException">There is no such dimension, or an index is outside it.</exception>
        public Tensor Gather(int dim, Tensor index)
        {
            var at = GatherOperation.Check(this, dim, index, nameof(Gather));
            return GatherOperation.Apply(this, at, index, index.Shape, ownsIndices: false);
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>y = x at the indices: dx = the sum of dy over the places that were taken from it.</summary>
    internal sealed class GatherOperation : Operation<GatherOperation>
    {
        private const int MaxIndexable = 1 << 24;

        private int _dimension;
        private bool _ownsIndices;

        public override Node? SecondOutput => _ownsIndices ? Input(1) : null;

        protected override bool Reads(int tensor) => tensor == 1;

        /// <summary>The dimension from 0, once the indices are known to be in it.</summary>
        public static int Check(Tensor x, int dim, Tensor index, string operation)
        {
            var at = x.Shape.Dimension(dim);
            if (index.Rank != x.Rank || index.Shape.With(at, x.Shape[at]) != x.Shape)
                throw new ArgumentException(
                    $"{operation}: indices of shape {index.Shape} for {x.Shape}, expected equal sizes but in dimension {at}",
                    nameof(index));
            foreach (var value in index.Span)
            {
                if (!(value >= 0 && value < x.Shape[at]) || value != (int)value)
                    throw new ArgumentOutOfRangeException(
                        nameof(index), $"{operation}: index {value} is outside dimension {at} of a tensor of shape {x.Shape}");
            }

            return at;
        }

        /// <summary>Checks that a float holds every index of a dimension exactly.</summary>
        /// <exception cref="InvalidOperationException">The dimension is longer than 2^24.</exception>
        public static void CheckIndexable(Shape shape, int dimension)
        {
            if (shape[dimension] > MaxIndexable)
                throw new InvalidOperationException(
                    $"dimension {dimension} of shape {shape} is too long for indices that are floats, expected at most {MaxIndexable}");
        }

        /// <param name="x">[..., n, ...].</param>
        /// <param name="dimension">That of n, from 0.</param>
        /// <param name="indices">[..., k, ...] or, where k is 1, without the dimension.</param>
        /// <param name="shape">The shape of the result, which has as many elements as the indices.</param>
        /// <param name="ownsIndices">Whether the indices are a result of the same operation, and live as long.</param>
        public static Tensor Apply(Tensor x, int dimension, Tensor indices, Shape shape, bool ownsIndices)
        {
            var result = Tensor.Empty(shape);
            var from = x.Span;
            var index = indices.Span;
            var y = result.Span;
            var places = new Places(x.Shape, dimension, index.Length);
            for (var i = 0; i < y.Length; i++)
                y[i] = from[places.Of(i, index[i])];
            if (Record(result, x, indices) is { } operation)
                (operation._dimension, operation._ownsIndices) = (dimension, ownsIndices);
            return result;
        }

        public override void Backward(Node gradient)
        {
            if (!Needs(0))
                return;
            var result = Node.Create(Input(0).Shape);
            var dx = result.Values;
            var dy = gradient.Values;
            var index = Input(1).Values;
            dx.Clear();
            var places = new Places(result.Shape, _dimension, index.Length);
            for (var i = 0; i < dy.Length; i++)
                dx[places.Of(i, index[i])] += dy[i];
            AccumulateOwned(0, result);
        }

        /// <summary>Where in [outer, n, inner] the elements of [outer, k, inner] come from.</summary>
        internal readonly struct Places(Shape shape, int dimension, int length)
        {
            private readonly int _inner = shape.Inner(dimension);
            private readonly int _size = shape[dimension];
            private readonly int _run = length / Math.Max(1, shape.Outer(dimension));

            public int Of(int element, float index) =>
                (((element / _run * _size) + (int)index) * _inner) + (element % _inner);
        }
    }
}
