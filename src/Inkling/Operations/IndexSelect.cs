using System.Numerics.Tensors;
using Inkling.Autograd;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Copies the items at the given indices of a dimension, in their order: [..., n, ...] and k indices to [..., k, ...]. An index may
        /// come more than once.
        /// </summary>
        /// <param name="dim">The dimension; negative ones count from the last.</param>
        /// <param name="index">Indices from 0.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such dimension or item.</exception>
        public Tensor IndexSelect(int dim, ReadOnlySpan<int> index)
        {
            var at = Shape.Dimension(dim);
            foreach (var item in index)
            {
                if ((uint)item >= (uint)Shape[at])
                    throw new ArgumentOutOfRangeException(
                        nameof(index), $"IndexSelect: index {item} is outside dimension {at} of a tensor of shape {Shape}");
            }

            var result = Empty(Shape.With(at, index.Length));
            IndexSelectOperation.Copy(Span, Shape, at, index, result.Span);
            IndexSelectOperation.Record(result, this)?.Save(at, index);
            return result;
        }

        /// <summary>
        /// Copies the items at the indices that a tensor [k] holds; see <see cref="IndexSelect(int, ReadOnlySpan{int})"/>.
        /// </summary>
        /// <inheritdoc cref="IndexSelect(int, ReadOnlySpan{int})" path="/param|/exception"/>
        /// <exception cref="ArgumentException">The indices are not a vector.</exception>
        public Tensor IndexSelect(int dim, Tensor index)
        {
            if (index.Rank != 1)
                throw new ArgumentException($"IndexSelect: indices of shape {index.Shape}, expected [k]", nameof(index));
            var items = System.Buffers.ArrayPool<int>.Shared.Rent(index.Length);
            for (var i = 0; i < index.Length; i++)
                items[i] = index.Span[i] == (int)index.Span[i] ? (int)index.Span[i] : -1;
            try
            {
                return IndexSelect(dim, items.AsSpan(0, index.Length));
            }
            finally
            {
                System.Buffers.ArrayPool<int>.Shared.Return(items);
            }
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>Each item gets the sum of the gradients of its copies.</summary>
    internal sealed class IndexSelectOperation : Operation<IndexSelectOperation>
    {
        private readonly List<int> _index = [];
        private int _dimension;

        protected override bool ReadsValues => false;

        public static void Copy(ReadOnlySpan<float> x, Shape shape, int dimension, ReadOnlySpan<int> index, Span<float> y)
        {
            var (size, inner) = (shape[dimension], shape.Inner(dimension));
            var to = 0;
            for (var o = 0; o < shape.Outer(dimension); o++)
            {
                foreach (var item in index)
                {
                    x.Slice(((o * size) + item) * inner, inner).CopyTo(y[to..]);
                    to += inner;
                }
            }
        }

        public void Save(int dimension, ReadOnlySpan<int> index)
        {
            _dimension = dimension;
            _index.Clear();
            _index.AddRange(index);
        }

        public override void Backward(Node gradient)
        {
            var result = Node.Create(Input(0).Shape);
            var dx = result.Values;
            var dy = gradient.Values;
            dx.Clear();
            var (size, inner) = (result.Shape[_dimension], result.Shape.Inner(_dimension));
            var from = 0;
            for (var o = 0; o < result.Shape.Outer(_dimension); o++)
            {
                foreach (var item in _index)
                {
                    var sum = dx.Slice(((o * size) + item) * inner, inner);
                    TensorPrimitives.Add(sum, dy.Slice(from, inner), sum);
                    from += inner;
                }
            }

            AccumulateOwned(0, result);
        }
    }
}
