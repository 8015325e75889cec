using System.Numerics.Tensors;
using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// One item of the first dimension, without that dimension: a row of a matrix, an image of a batch. The memory is shared.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
        public Tensor Row(int index)
        {
            var rows = Slice(index < 0 && Rank > 0 ? index + Shape[0] : index, 1);
            return rows.Reshape(rows.Shape.Without(0).ToArray());
        }

        /// <summary>Some consecutive items of the first dimension. The memory is shared.</summary>
        /// <param name="start">The first one.</param>
        /// <param name="count">How many.</param>
        /// <exception cref="ArgumentOutOfRangeException">They are not all there.</exception>
        public Tensor Slice(int start, int count)
        {
            if (Rank == 0 || start < 0 || count < 0 || start > Shape[0] - count)
                throw new ArgumentOutOfRangeException(
                    nameof(start), $"Slice: items {start} to {start + count - 1} are not all in a tensor of shape {Shape}");
            var result = new Tensor(Node.View(Shape.With(0, count), start * Shape.Inner(0)));
            if (SliceOperation.Record(result, this) is { } operation)
                operation.Start = start;
            return result;
        }

        /// <summary>
        /// A copy of the items of the first dimension at the given indices, in their order; an index may come more than once.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
        public Tensor SelectRows(ReadOnlySpan<int> indices)
        {
            if (Rank == 0)
                throw new InvalidOperationException("SelectRows: a single number has no rows");
            foreach (var index in indices)
            {
                if ((uint)index >= (uint)Shape[0])
                    throw new ArgumentOutOfRangeException(
                        nameof(indices), $"SelectRows: there is no row {index} in a tensor of shape {Shape}");
            }

            var result = Empty(Shape.With(0, indices.Length));
            var size = Shape.Inner(0);
            for (var i = 0; i < indices.Length; i++)
                Span.Slice(indices[i] * size, size).CopyTo(result.Span[(i * size)..]);
            SelectRowsOperation.Record(result, this)?.Save(indices);
            return result;
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>The gradient goes to the items that were taken; the others get zero.</summary>
    internal sealed class SliceOperation : Operation<SliceOperation>
    {
        protected override bool ReadsValues => false;

        public int Start { get; set; }

        public override void Backward(Node gradient)
        {
            var result = Node.Create(Input(0).Shape);
            result.Values.Clear();
            gradient.Values.CopyTo(result.Values[(Start * result.Shape.Inner(0))..]);
            AccumulateOwned(0, result);
        }
    }

    /// <summary>Each item gets the sum of the gradients of its copies.</summary>
    internal sealed class SelectRowsOperation : Operation<SelectRowsOperation>
    {
        protected override bool ReadsValues => false;

        private readonly List<int> _indices = [];

        public void Save(ReadOnlySpan<int> indices)
        {
            _indices.Clear();
            _indices.AddRange(indices);
        }

        public override void Backward(Node gradient)
        {
            var result = Node.Create(Input(0).Shape);
            result.Values.Clear();
            var size = result.Shape.Inner(0);
            for (var i = 0; i < _indices.Count; i++)
            {
                var row = result.Values.Slice(_indices[i] * size, size);
                TensorPrimitives.Add(row, gradient.Values.Slice(i * size, size), row);
            }

            AccumulateOwned(0, result);
        }
    }
}
