using Inkling.Autograd;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>The largest element, of shape []. Of equal ones the first gets the gradient.</summary>
        /// <exception cref="InvalidOperationException">There are no elements.</exception>
        public Tensor Max() => Reshape(Length).Max(0);

        /// <summary>
        /// The largest elements along one dimension, which is gone from the result. Of equal ones the first gets the gradient.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
        /// <exception cref="InvalidOperationException">The dimension is empty.</exception>
        public Tensor Max(int dimension)
        {
            var at = Shape.Dimension(dimension);
            var result = Empty(Shape.Without(at));
            var indices = Empty(result.Shape);
            MaxOperation.Find(Span, Shape, at, result.Span, indices.Span);
            if (MaxOperation.Record(result, this) is { } operation)
                (operation.Dimension, operation.Indices) = (at, indices.Node);
            else
                indices.Release();
            return result;
        }

        /// <summary>
        /// The indices of the largest elements along one dimension, as floats; of equal ones the first. No gradient flows through.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
        /// <exception cref="InvalidOperationException">The dimension is empty.</exception>
        public Tensor ArgMax(int dimension = -1)
        {
            var at = Shape.Dimension(dimension);
            var largest = Empty(Shape.Without(at));
            var indices = Empty(largest.Shape);
            MaxOperation.Find(Span, Shape, at, largest.Span, indices.Span);
            largest.Release();
            return indices;
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>y = the largest x: dx = dy at its place, else 0.</summary>
    internal sealed class MaxOperation : Operation<MaxOperation>
    {
        public int Dimension { get; set; }

        /// <summary>Where the largest elements stand: of the result's shape.</summary>
        public Node? Indices { get; set; }

        public static void Find(ReadOnlySpan<float> x, Shape shape, int dimension, Span<float> largest, Span<float> indices)
        {
            var (size, inner) = (shape[dimension], shape.Inner(dimension));
            if (size == 0)
                throw new InvalidOperationException(
                    $"the largest element of an empty dimension was asked for: dimension {dimension} of shape {shape}");
            for (var i = 0; i < largest.Length; i++)
            {
                var start = (i / inner * size * inner) + (i % inner);
                var best = 0;
                for (var j = 1; j < size; j++)
                {
                    var value = x[start + (j * inner)];
                    if (value > x[start + (best * inner)] || (float.IsNaN(value) && !float.IsNaN(x[start + (best * inner)])))
                        best = j;
                }

                largest[i] = x[start + (best * inner)];
                indices[i] = best;
            }
        }

        public override void Backward(Node gradient)
        {
            var result = Node.Create(Input(0).Shape);
            var (size, inner) = (result.Shape[Dimension], result.Shape.Inner(Dimension));
            var dx = result.Values;
            var dy = gradient.Values;
            var indices = Indices!.Values;
            dx.Clear();
            for (var i = 0; i < dy.Length; i++)
                dx[(i / inner * size * inner) + (i % inner) + ((int)indices[i] * inner)] = dy[i];
            AccumulateOwned(0, result);
        }

        protected override void ReleaseSaved()
        {
            Indices?.DropHandle();
            Indices = null;
        }
    }
}
