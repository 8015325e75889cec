using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Sorts along a dimension, [..., n, ...] to [..., n, ...] each. Equal elements keep their order; NaN counts as the greatest.
        /// </summary>
        /// <param name="dim">The dimension; negative ones count from the last.</param>
        /// <param name="descending">Whether the greatest comes first.</param>
        /// <returns>The sorted elements and where they came from; no gradient flows through an index.</returns>
        /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
        public (Tensor Values, Tensor Indices) Sort(int dim = -1, bool descending = false) =>
            SortOperation.First(this, dim, Shape[dim], descending);

        /// <summary>Finds the indices that sort along a dimension; see <see cref="Sort"/>.</summary>
        /// <inheritdoc cref="Sort" path="/param|/exception"/>
        public Tensor ArgSort(int dim = -1, bool descending = false) => SortOperation.Indices(this, dim, Shape[dim], descending);

        /// <summary>Finds the k greatest elements along a dimension, the greatest first, [..., n, ...] to [..., k, ...] each.</summary>
        /// <param name="k">How many, 0 to n.</param>
        /// <param name="dim">The dimension; negative ones count from the last.</param>
        /// <param name="largest">Whether the greatest elements are wanted, not the smallest.</param>
        /// <returns>The elements and where they came from; no gradient flows through an index.</returns>
        /// <exception cref="ArgumentOutOfRangeException">There is no such dimension, or fewer than k elements.</exception>
        public (Tensor Values, Tensor Indices) TopK(int k, int dim = -1, bool largest = true)
        {
            if (k < 0 || k > Shape[dim])
                throw new ArgumentOutOfRangeException(
                    nameof(k), $"TopK: {k} elements of dimension {Shape.Dimension(dim)} of a tensor of shape {Shape}");
            return SortOperation.First(this, dim, k, descending: largest);
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>Sorted indices, at which the values are gathered.</summary>
    internal static class SortOperation
    {
        public static (Tensor Values, Tensor Indices) First(Tensor x, int dim, int count, bool descending)
        {
            var indices = Indices(x, dim, count, descending);
            return (GatherOperation.Apply(x, x.Shape.Dimension(dim), indices, indices.Shape, ownsIndices: true), indices);
        }

        /// <summary>The indices of the first <paramref name="count"/> elements in order.</summary>
        public static Tensor Indices(Tensor x, int dim, int count, bool descending)
        {
            var at = x.Shape.Dimension(dim);
            GatherOperation.CheckIndexable(x.Shape, at);
            var result = Tensor.Empty(x.Shape.With(at, count));
            var from = new Lines(x.Shape, at);
            var to = new Lines(result.Shape, at);
            var scratch = Tensor.Empty(3, from.Length);
            var keys = scratch.Span[..from.Length];
            var order = scratch.Span.Slice(from.Length, from.Length);
            for (var i = 0; i < x.Shape.Outer(at) * from.Stride; i++)
            {
                for (var j = 0; j < keys.Length; j++)
                    keys[j] = x.Span[from.Start(i) + (j * from.Stride)];
                Sorting.Order(keys, descending, order, scratch.Span[(2 * from.Length)..]);
                for (var j = 0; j < count; j++)
                    result.Span[to.Start(i) + (j * to.Stride)] = order[j];
            }

            scratch.Release();
            return result;
        }
    }
}
