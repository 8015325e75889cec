using Inkling.Autograd;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>The tensors one after the other along a dimension; their other sizes are equal.</summary>
        /// <param name="tensors">At least one.</param>
        /// <param name="dimension">Which dimension grows; negative ones count from the last.</param>
        /// <exception cref="ArgumentException">No tensor, or sizes that differ.</exception>
        public static Tensor Concatenate(ReadOnlySpan<Tensor> tensors, int dimension = 0)
        {
            if (tensors.Length == 0)
                throw new ArgumentException("Concatenate: no tensor was given", nameof(tensors));
            var first = tensors[0].Shape;
            var at = first.Dimension(dimension);
            var size = 0;
            foreach (var tensor in tensors)
            {
                if (tensor.Rank != first.Rank || tensor.Shape.With(at, first[at]) != first)
                    throw new ArgumentException(
                        $"Concatenate: shapes {first} and {tensor.Shape} differ in more than dimension {at}", nameof(tensors));
                size += tensor.Shape[at];
            }

            var result = Empty(first.With(at, size));
            var offset = 0;
            foreach (var tensor in tensors)
                offset = ConcatenateOperation.Exchange(tensor.Node, result.Node, at, offset, toWhole: true);
            if (ConcatenateOperation.Record(result, tensors) is { } operation)
                operation.Dimension = at;
            return result;
        }

        /// <summary>The tensors, all of one shape, as the items of a new first dimension.</summary>
        /// <exception cref="ArgumentException">No tensor, or shapes that differ.</exception>
        public static Tensor Stack(params ReadOnlySpan<Tensor> tensors)
        {
            var items = new Tensor[tensors.Length];
            for (var i = 0; i < items.Length; i++)
                items[i] = tensors[i].Unsqueeze(0);
            return Concatenate(items);
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>Each input's gradient is its part of the result's.</summary>
    internal sealed class ConcatenateOperation : Operation<ConcatenateOperation>
    {
        protected override bool ReadsValues => false;

        public int Dimension { get; set; }

        /// <summary>Copies a part to its place in the whole, or back, and returns where the next part begins.</summary>
        public static int Exchange(Node part, Node whole, int dimension, int offset, bool toWhole)
        {
            var inner = part.Shape.Inner(dimension);
            var (run, step) = (part.Shape[dimension] * inner, whole.Shape[dimension] * inner);
            for (var o = 0; o < part.Shape.Outer(dimension); o++)
            {
                var inPart = part.Values.Slice(o * run, run);
                var inWhole = whole.Values.Slice((o * step) + (offset * inner), run);
                if (toWhole)
                    inPart.CopyTo(inWhole);
                else
                    inWhole.CopyTo(inPart);
            }

            return offset + part.Shape[dimension];
        }

        public override void Backward(Node gradient)
        {
            var offset = 0;
            for (var i = 0; i < InputCount; i++)
            {
                if (!Needs(i))
                {
                    offset += Input(i).Shape[Dimension];
                    continue;
                }

                var result = Node.Create(Input(i).Shape);
                offset = Exchange(result, gradient, Dimension, offset, toWhole: false);
                AccumulateOwned(i, result);
            }
        }
    }
}
