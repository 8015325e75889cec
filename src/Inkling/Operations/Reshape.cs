using Inkling.Autograd;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Views the same elements in another shape, [...] to <paramref name="sizes"/>; the memory is shared.</summary>
        /// <param name="sizes">The shape of the result. One size may be -1: it follows from the others.</param>
        /// <exception cref="ArgumentException">The sizes do not multiply to the number of elements.</exception>
        public Tensor Reshape(params ReadOnlySpan<int> sizes)
        {
            Span<int> known = stackalloc int[sizes.Length];
            sizes.CopyTo(known);
            var open = known.IndexOf(-1);
            if (open >= 0)
            {
                known[open] = 1;
                var rest = new Shape(known).Length;
                known[open] = rest == 0 ? 0 : Length / rest;
            }

            return Reshape(new Shape(known));
        }

        /// <summary>Views the same elements in another shape, [...] to <paramref name="shape"/>; the memory is shared.</summary>
        /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
        public Tensor Reshape(Shape shape)
        {
            if (shape.Length != Length)
                throw new ArgumentException($"Reshape: {Length} elements of a tensor of shape {Shape} do not fill the shape {shape}");
            var result = new Tensor(Node.View(shape, 0));
            ReshapeOperation.Record(result, this);
            return result;
        }

        /// <summary>
        /// Views some consecutive dimensions as one: all of them, or from the second on as <c>Flatten(1)</c> does, [64, 28, 28] to
        /// [64, 784]; the memory is shared.
        /// </summary>
        /// <param name="startDim">The first of the dimensions; negative ones count from the last.</param>
        /// <param name="endDim">The last of them.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such dimension, or the last stands before the first.</exception>
        public Tensor Flatten(int startDim = 0, int endDim = -1)
        {
            if (Rank == 0)
                return Reshape(1);
            var (start, end) = (Shape.Dimension(startDim), Shape.Dimension(endDim));
            ArgumentOutOfRangeException.ThrowIfLessThan(end, start, nameof(endDim));
            var shape = Shape;
            Span<int> sizes = stackalloc int[shape.Rank - (end - start)];
            for (var i = 0; i < shape.Rank; i++)
            {
                if (i <= start)
                    sizes[i] = shape[i];
                else if (i <= end)
                    sizes[start] *= shape[i];
                else
                    sizes[i - (end - start)] = shape[i];
            }

            return Reshape(new Shape(sizes));
        }

        /// <summary>Inserts a dimension of size 1, [a, b] to [a, 1, b]; the memory is shared.</summary>
        /// <param name="dim">Where it stands in the result; negative ones count from its last.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
        public Tensor Unsqueeze(int dim)
        {
            Span<int> sizes = stackalloc int[Rank + 1];
            var at = dim < 0 ? dim + Rank + 1 : dim;
            if ((uint)at > (uint)Rank)
                throw new ArgumentOutOfRangeException(nameof(dim), $"Unsqueeze: there is no place {dim} in a tensor of shape {Shape}");
            for (var i = 0; i <= Rank; i++)
                sizes[i] = i == at ? 1 : Shape[i < at ? i : i - 1];
            return Reshape(new Shape(sizes));
        }

        /// <summary>Removes all dimensions of size 1, [a, 1, b, 1] to [a, b]; the memory is shared.</summary>
        public Tensor Squeeze()
        {
            var shape = Shape;
            for (var i = Rank - 1; i >= 0; i--)
                shape = shape[i] == 1 ? shape.Without(i) : shape;
            return Reshape(shape);
        }

        /// <summary>Removes a dimension if its size is 1, [a, 1, b] to [a, b]; the memory is shared.</summary>
        /// <param name="dim">The dimension; negative ones count from the last.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
        public Tensor Squeeze(int dim) => Reshape(Shape[dim] == 1 ? Shape.Without(dim) : Shape);
    }
}

namespace Inkling.Operations
{
    /// <summary>The gradient is that of the result, in the input's shape.</summary>
    internal sealed class ReshapeOperation : Operation<ReshapeOperation>
    {
        protected override bool ReadsValues => false;

        public override void Backward(Node gradient) => AccumulateCopy(0, gradient);
    }
}
