using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Finds the greatest element, [...] to []; NaN where there is one. The first of equal ones gets the gradient.</summary>
        /// <exception cref="InvalidOperationException">There are no elements.</exception>
        public Tensor Max() => Extremum.FindOfAll<IsGreater>(this);

        /// <summary>
        /// Finds the greatest elements along a dimension and their indices, [..., n, ...] to [..., ...]; NaN where there is one. The first
        /// of equal ones is taken, and gets the gradient.
        /// </summary>
        /// <param name="dim">The dimension; negative ones count from the last.</param>
        /// <param name="keepDim">Whether the results keep the dimension, with size 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
        /// <exception cref="InvalidOperationException">The dimension is empty.</exception>
        public (Tensor Values, Tensor Indices) Max(int dim, bool keepDim = false) => Extremum.Find<IsGreater>(this, dim, keepDim);

        /// <summary>Finds the smallest element, [...] to []; NaN where there is one. The first of equal ones gets the gradient.</summary>
        /// <exception cref="InvalidOperationException">There are no elements.</exception>
        public Tensor Min() => Extremum.FindOfAll<IsLess>(this);

        /// <summary>Finds the smallest elements along a dimension and their indices; see <see cref="Max(int, bool)"/>.</summary>
        /// <inheritdoc cref="Max(int, bool)" path="/param|/exception"/>
        public (Tensor Values, Tensor Indices) Min(int dim, bool keepDim = false) => Extremum.Find<IsLess>(this, dim, keepDim);

        /// <summary>
        /// Finds the index of the greatest element, [...] to [], the last dimension running fastest; the first of equal ones. No gradient
        /// flows through an index.
        /// </summary>
        /// <exception cref="InvalidOperationException">There are no elements.</exception>
        public Tensor ArgMax() => Extremum.FindIndices<IsGreater>(Span, new Shape(Length), 0, keepDim: false);

        /// <summary>
        /// Finds the indices of the greatest elements along a dimension, [..., n, ...] to [..., ...]; the first of equal ones. No gradient
        /// flows through an index.
        /// </summary>
        /// <inheritdoc cref="Max(int, bool)" path="/param|/exception"/>
        public Tensor ArgMax(int dim, bool keepDim = false) => Extremum.FindIndices<IsGreater>(Span, Shape, dim, keepDim);

        /// <summary>Finds the index of the smallest element, [...] to []; see <see cref="ArgMax()"/>.</summary>
        /// <exception cref="InvalidOperationException">There are no elements.</exception>
        public Tensor ArgMin() => Extremum.FindIndices<IsLess>(Span, new Shape(Length), 0, keepDim: false);

        /// <summary>Finds the indices of the smallest elements along a dimension; see <see cref="ArgMax(int, bool)"/>.</summary>
        /// <inheritdoc cref="Max(int, bool)" path="/param|/exception"/>
        public Tensor ArgMin(int dim, bool keepDim = false) => Extremum.FindIndices<IsLess>(Span, Shape, dim, keepDim);
    }
}

namespace Inkling.Operations
{
    /// <summary>The first element along a dimension that no other one precedes; the values are gathered at its index.</summary>
    internal static class Extremum
    {
        public static (Tensor Values, Tensor Indices) Find<TPrecedes>(Tensor x, int dim, bool keepDim)
            where TPrecedes : struct, IElementwise
        {
            var indices = FindIndices<TPrecedes>(x.Span, x.Shape, dim, keepDim);
            return (GatherOperation.Apply(x, x.Shape.Dimension(dim), indices, indices.Shape, ownsIndices: true), indices);
        }

        public static Tensor FindOfAll<TPrecedes>(Tensor x) where TPrecedes : struct, IElementwise
        {
            CheckNotEmpty(new Shape(x.Length), 0);
            var index = First<TPrecedes>(x.Span, x.Length, 1);
            var result = Tensor.Scalar(x.Span[index]);
            if (ExtremumOperation.Record(result, x) is { } operation)
                operation.Index = index;
            return result;
        }

        public static Tensor FindIndices<TPrecedes>(ReadOnlySpan<float> x, Shape shape, int dim, bool keepDim)
            where TPrecedes : struct, IElementwise
        {
            var at = shape.Dimension(dim);
            var lines = new Lines(shape, at);
            CheckNotEmpty(shape, at);
            GatherOperation.CheckIndexable(shape, at);
            var result = Tensor.Empty(shape.Reduced(at, keepDim));
            var indices = result.Span;
            for (var i = 0; i < indices.Length; i++)
                indices[i] = First<TPrecedes>(x[lines.Start(i)..], lines.Length, lines.Stride);
            return result;
        }

        private static int First<TPrecedes>(ReadOnlySpan<float> line, int count, int stride) where TPrecedes : struct, IElementwise
        {
            var (best, index) = (line[0], 0);
            for (var i = 1; i < count; i++)
            {
                var value = line[i * stride];
                if (TPrecedes.Invoke(value, best) != 0 || (float.IsNaN(value) && !float.IsNaN(best)))
                    (best, index) = (value, i);
            }

            return index;
        }

        private static void CheckNotEmpty(Shape shape, int dimension)
        {
            if (shape[dimension] == 0)
                throw new InvalidOperationException(
                    $"the largest or smallest element of an empty dimension was asked for: dimension {dimension} of shape {shape}");
        }
    }

    /// <summary>y = x at an index: dx = dy there, else 0.</summary>
    internal sealed class ExtremumOperation : Operation<ExtremumOperation>
    {
        public int Index { get; set; }

        protected override bool ReadsValues => false;

        public override void Backward(Node gradient)
        {
            var result = Node.Create(Input(0).Shape);
            result.Values.Clear();
            result.Values[Index] = gradient.Values[0];
            AccumulateOwned(0, result);
        }
    }
}
