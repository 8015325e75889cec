using Inkling.Autograd;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>The same elements in another shape; the memory is shared. One size may be -1: it follows from the others.</summary>
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

            var shape = new Shape(known);
            if (shape.Length != Length)
                throw new ArgumentException(
                    $"Reshape: {Length} elements of a tensor of shape {Shape} do not fill the shape {new Shape(known)}");
            var result = new Tensor(Node.View(shape, 0));
            ReshapeOperation.Record(result, this);
            return result;
        }

        /// <summary>
        /// The same elements as one row per item of the first dimension: [64, 28, 28] becomes [64, 784]; the memory is shared.
        /// </summary>
        public Tensor Flatten() => Rank < 2 ? Reshape(Length) : Reshape(Shape[0], Shape[0] == 0 ? 0 : Length / Shape[0]);

        /// <summary>The same elements with one more dimension, of size 1; the memory is shared.</summary>
        /// <param name="dimension">Where it stands in the result; negative ones count from its end.</param>
        public Tensor Unsqueeze(int dimension)
        {
            Span<int> sizes = stackalloc int[Rank + 1];
            var at = dimension < 0 ? dimension + Rank + 1 : dimension;
            if ((uint)at > (uint)Rank)
                throw new ArgumentOutOfRangeException(
                    nameof(dimension), $"Unsqueeze: there is no place {dimension} in a tensor of shape {Shape}");
            for (var i = 0; i <= Rank; i++)
                sizes[i] = i == at ? 1 : Shape[i < at ? i : i - 1];
            return Reshape(sizes);
        }
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
