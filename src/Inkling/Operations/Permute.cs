using Inkling.Autograd;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Copies with the dimensions in another order, as <c>Permute(2, 0, 1)</c> does, [a, b, c] to [c, a, b].
        /// </summary>
        /// <param name="dims">The dimensions of this tensor in the order of the result; negative ones count from the last.</param>
        /// <exception cref="ArgumentException">They do not name every dimension once.</exception>
        public Tensor Permute(params ReadOnlySpan<int> dims)
        {
            Span<int> order = stackalloc int[dims.Length];
            for (var i = 0; i < dims.Length; i++)
                order[i] = dims[i] < 0 ? dims[i] + Rank : dims[i];
            var result = Empty(PermuteOperation.Reorder(Shape, order));
            PermuteOperation.Copy(Span, Shape, order, result.Span);
            PermuteOperation.Record(result, this)?.SetOrder(order);
            return result;
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>The gradient is that of the result in the inverse order.</summary>
    internal sealed class PermuteOperation : Operation<PermuteOperation>
    {
        private readonly int[] _inverse = new int[Shape.MaximumRank];

        protected override bool ReadsValues => false;

        public void SetOrder(ReadOnlySpan<int> order)
        {
            for (var i = 0; i < order.Length; i++)
                _inverse[order[i]] = i;
        }

        public static Shape Reorder(Shape shape, ReadOnlySpan<int> order)
        {
            var seen = 0;
            Span<int> sizes = stackalloc int[Shape.MaximumRank];
            for (var i = 0; i < order.Length && order.Length == shape.Rank; i++)
            {
                if ((uint)order[i] >= (uint)shape.Rank)
                    break;
                seen |= 1 << order[i];
                sizes[i] = shape[order[i]];
            }

            return seen == (1 << shape.Rank) - 1
                ? new Shape(sizes[..shape.Rank])
                : throw new ArgumentException(
                    $"Permute: [{string.Join(", ", order.ToArray())}] does not name each dimension of {shape} once", nameof(order));
        }

        public static void Copy(ReadOnlySpan<float> source, Shape shape, ReadOnlySpan<int> order, Span<float> target)
        {
            Span<int> index = stackalloc int[Shape.MaximumRank];
            Span<int> strides = stackalloc int[Shape.MaximumRank];
            index.Clear();
            for (var i = 0; i < order.Length; i++)
                strides[i] = shape.Inner(order[i]);
            var at = 0;
            foreach (ref var element in target)
            {
                element = source[at];
                for (var i = order.Length - 1; i >= 0; i--)
                {
                    at += strides[i];
                    if (++index[i] < shape[order[i]])
                        break;
                    at -= strides[i] * index[i];
                    index[i] = 0;
                }
            }
        }

        public override void Backward(Node gradient)
        {
            var result = Node.Create(Input(0).Shape);
            Copy(gradient.Values, gradient.Shape, _inverse.AsSpan(0, gradient.Shape.Rank), result.Values);
            AccumulateOwned(0, result);
        }
    }
}
