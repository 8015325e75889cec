using System.Runtime.CompilerServices;
using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Gets or sets a part of this tensor: of [4, 5, 6], <c>t[1]</c> is [5, 6], <c>t[1..3, ..]</c> is [2, 5, 6], <c>t[.., ^1]</c> is
        /// [4, 6] and <c>t[0, 1, 2]</c> is []. Dimensions without an index are whole.
        /// </summary>
        /// <remarks>
        /// A part that lies in one piece is a view, which shares this tensor's memory: items or a range of the first dimension, or of a
        /// later one after single items. Every other part, and a single element, is a copy. Setting writes into this tensor, and broadcasts
        /// the value.
        /// </remarks>
        /// <param name="indices">An integer, <see cref="Index"/> or <see cref="Range"/> for each of the first dimensions.</param>
        /// <exception cref="ArgumentException">There are more indices than dimensions, or the value does not broadcast to the
        /// part.</exception>
        /// <exception cref="ArgumentOutOfRangeException">An item is outside its dimension.</exception>
        /// <exception cref="InvalidOperationException">Setting where gradients of either tensor are wanted and recording is on.</exception>
        [IndexerName("Part")]
        public Tensor this[params ReadOnlySpan<TensorIndex> indices]
        {
            get
            {
                var shape = IndexOperation.Select(Shape, indices, out var region);
                Tensor result;
                if (region.IsContiguous && shape.Rank > 0)
                {
                    result = new Tensor(Node.View(shape, shape.Length == 0 ? 0 : region.Offset));
                }
                else
                {
                    result = Empty(shape);
                    region.CopyTo(Span, result.Span);
                }

                if (Node.GraphIsFreed && Graph.Recording)
                    result.Node.GraphIsFreed = true;        // can be read as this tensor can, but not be computed with
                else if (IndexOperation.Record(result, this) is { } operation)
                    operation.Region = region;
                return result;
            }

            set
            {
                CheckNotRecorded(value, "=");
                var shape = IndexOperation.Select(Shape, indices, out var region);
                using var _ = new NoGrad();
                var fitted = value.Span.Overlaps(Span) ? value.Clone().Fitted(shape) : value.Fitted(shape);
                region.CopyFrom(fitted.Span, Span);
                fitted.ReleaseCopyOf(value);
                Node.NoteChange();
            }
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>The gradient goes to the part; the rest gets zero.</summary>
    internal sealed class IndexOperation : Operation<IndexOperation>
    {
        protected override bool ReadsValues => false;

        public Region Region { get; set; }

        /// <summary>The region that indices select, and its shape without the dimensions of integers.</summary>
        public static Shape Select(Shape shape, ReadOnlySpan<TensorIndex> indices, out Region region)
        {
            if (indices.Length > shape.Rank)
                throw new ArgumentException($"{indices.Length} indices for a tensor of shape {shape}", nameof(indices));
            region = new Region(shape);
            Span<int> sizes = stackalloc int[shape.Rank];
            var rank = 0;
            for (var i = 0; i < shape.Rank; i++)
            {
                if (i < indices.Length)
                {
                    var (start, count) = indices[i].Resolve(shape, i);
                    region.Restrict(i, start, count);
                }

                if (i >= indices.Length || indices[i].IsRange)
                    sizes[rank++] = region.Box[i];
            }

            return new Shape(sizes[..rank]);
        }

        public override void Backward(Node gradient)
        {
            var result = Node.Create(Input(0).Shape);
            result.Values.Clear();
            Region.CopyFrom(gradient.Values, result.Values);
            AccumulateOwned(0, result);
        }
    }
}
