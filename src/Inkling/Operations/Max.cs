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
            var flat = x.Flatten();
            var (values, indices) = Find<TPrecedes>(flat, 0, keepDim: false);
            indices.Release();
            flat.Release();
            return values;
        }

        public static Tensor FindIndices<TPrecedes>(ReadOnlySpan<float> x, Shape shape, int dim, bool keepDim)
            where TPrecedes : struct, IElementwise
        {
            var at = shape.Dimension(dim);
            var lines = new Lines(shape, at);
            if (lines.Length == 0)
                throw new InvalidOperationException(
                    $"the largest or smallest element of an empty dimension was asked for: dimension {at} of shape {shape}");
            var result = Tensor.Empty(keepDim ? shape.With(at, 1) : shape.Without(at));
            var indices = result.Span;
            for (var i = 0; i < indices.Length; i++)
            {
                var start = lines.Start(i);
                var (best, index) = (x[start], 0);
                for (var j = 1; j < lines.Length; j++)
                {
                    var value = x[start + (j * lines.Stride)];
                    if (TPrecedes.Invoke(value, best) != 0 || (float.IsNaN(value) && !float.IsNaN(best)))
                        (best, index) = (value, j);
                }

                indices[i] = index;
            }

            return result;
        }
    }
}
