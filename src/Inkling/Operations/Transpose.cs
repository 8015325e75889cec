using Inkling.Autograd;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Copies with two dimensions exchanged, [..., m, n] to [..., n, m] without arguments.</summary>
        /// <param name="dim0">One of the dimensions; negative ones count from the last.</param>
        /// <param name="dim1">The other one.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
        public Tensor Transpose(int dim0 = -2, int dim1 = -1)
        {
            var (low, high) = (Shape.Dimension(dim0), Shape.Dimension(dim1));
            if (low > high)
                (low, high) = (high, low);
            var result = Empty(Shape.With(low, Shape[high]).With(high, Shape[low]));
            TransposeOperation.Exchange(Span, Shape, low, high, result.Span);
            if (TransposeOperation.Record(result, this) is { } operation)
                (operation.Low, operation.High) = (low, high);
            return result;
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>The gradient is that of the result with the same dimensions exchanged.</summary>
    internal sealed class TransposeOperation : Operation<TransposeOperation>
    {
        protected override bool ReadsValues => false;

        public int Low { get; set; }

        public int High { get; set; }

        /// <summary>The elements, [outer, low, middle, high, inner], as [outer, high, middle, low, inner].</summary>
        public static void Exchange(ReadOnlySpan<float> source, Shape shape, int low, int high, Span<float> target)
        {
            var inner = shape.Inner(high);
            if (low == high || inner == 0)
            {
                source.CopyTo(target);
                return;
            }

            var (sizeLow, sizeHigh) = (shape[low], shape[high]);
            var middle = shape.Inner(low) / Math.Max(1, sizeHigh * inner);
            var at = 0;
            for (var o = 0; o < shape.Outer(low); o++)
            {
                for (var h = 0; h < sizeHigh; h++)
                {
                    for (var m = 0; m < middle; m++)
                    {
                        for (var l = 0; l < sizeLow; l++, at += inner)
                            source.Slice(((((((o * sizeLow) + l) * middle) + m) * sizeHigh) + h) * inner, inner).CopyTo(target[at..]);
                    }
                }
            }
        }

        public override void Backward(Node gradient)
        {
            var result = Node.Create(Input(0).Shape);
            Exchange(gradient.Values, gradient.Shape, Low, High, result.Values);
            AccumulateOwned(0, result);
        }
    }
}
