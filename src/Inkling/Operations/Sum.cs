using System.Numerics.Tensors;
using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Computes the sum of all elements, [...] to [].</summary>
        public Tensor Sum() => SumOperation.ApplyAll(this, 1);

        /// <summary>Computes the sums along a dimension, [..., n, ...] to [..., ...].</summary>
        /// <param name="dim">The dimension; negative ones count from the last.</param>
        /// <param name="keepDim">Whether the result keeps the dimension, with size 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
        public Tensor Sum(int dim, bool keepDim = false) => SumOperation.Apply(this, dim, keepDim, mean: false);

        /// <summary>Computes the sums over several dimensions, as <c>Sum([0, 2])</c> does, [a, b, c] to [b].</summary>
        /// <param name="dims">The dimensions, all if there is none; negative ones count from the last.</param>
        /// <param name="keepDim">Whether the result keeps the dimensions, with size 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
        public Tensor Sum(ReadOnlySpan<int> dims, bool keepDim = false) => SumOperation.Apply(this, dims, keepDim, mean: false);

        /// <summary>Computes the mean of all elements, [...] to []; NaN without elements.</summary>
        public Tensor Mean() => SumOperation.ApplyAll(this, Length);

        /// <summary>Computes the means along a dimension, [..., n, ...] to [..., ...]; NaN where it is empty.</summary>
        /// <inheritdoc cref="Sum(int, bool)" path="/param|/exception"/>
        public Tensor Mean(int dim, bool keepDim = false) => SumOperation.Apply(this, dim, keepDim, mean: true);

        /// <summary>Computes the means over several dimensions, as <c>Mean([2, 3])</c> does, [a, b, c, d] to [a, b].</summary>
        /// <inheritdoc cref="Sum(ReadOnlySpan{int}, bool)" path="/param|/exception"/>
        public Tensor Mean(ReadOnlySpan<int> dims, bool keepDim = false) => SumOperation.Apply(this, dims, keepDim, mean: true);
    }
}

namespace Inkling.Operations
{
    /// <summary>y = sum of x over a dimension, divided by a count: dx = dy / count for every x that went into y.</summary>
    internal sealed class SumOperation : Operation<SumOperation>
    {
        protected override bool ReadsValues => false;

        private int _dimension;
        private float _divisor;

        public static Tensor ApplyAll(Tensor x, int divisor)
        {
            var result = Tensor.Scalar(FixedOrderSum.Of(x.Span) / divisor);
            if (Record(result, x) is { } operation)
                (operation._dimension, operation._divisor) = (-1, divisor);
            return result;
        }

        public static Tensor Apply(Tensor x, int dim, bool keepDim, bool mean)
        {
            var at = x.Shape.Dimension(dim);
            var (outer, size, inner) = (x.Shape.Outer(at), x.Shape[at], x.Shape.Inner(at));
            var divisor = mean ? size : 1;
            var result = Tensor.Empty(x.Shape.Reduced(at, keepDim));
            for (var o = 0; o < outer; o++)
                Rows.Sum(x.Span.Slice(o * size * inner, size * inner), result.Span.Slice(o * inner, inner));
            if (mean)
                TensorPrimitives.Divide(result.Span, divisor, result.Span);
            if (Record(result, x) is { } operation)
                (operation._dimension, operation._divisor) = (at, divisor);
            return result;
        }

        /// <summary>One dimension after the other, from the last to the first.</summary>
        public static Tensor Apply(Tensor x, ReadOnlySpan<int> dims, bool keepDim, bool mean)
        {
            if (x.Rank == 0)
                return ApplyAll(x, 1);
            Span<bool> isReduced = stackalloc bool[x.Rank];
            isReduced.Fill(dims.IsEmpty);
            foreach (var dim in dims)
                isReduced[x.Shape.Dimension(dim)] = true;
            var result = x;
            for (var i = isReduced.Length - 1; i >= 0; i--)
            {
                if (isReduced[i])
                    result = Apply(result, i, keepDim, mean).Replacing(result, x);
            }

            return result;
        }

        public override void Backward(Node gradient)
        {
            var result = Node.Create(Input(0).Shape);
            if (_dimension < 0)
            {
                result.Values.Fill(gradient.Values[0] / _divisor);
                AccumulateOwned(0, result);
                return;
            }

            var (size, inner) = (result.Shape[_dimension], result.Shape.Inner(_dimension));
            for (var o = 0; o < result.Shape.Outer(_dimension) && size > 0; o++)
            {
                var rows = result.Values.Slice(o * size * inner, size * inner);
                var first = rows[..inner];
                TensorPrimitives.Divide(gradient.Values.Slice(o * inner, inner), _divisor, first);
                Rows.Fill(rows[inner..], first);
            }

            AccumulateOwned(0, result);
        }
    }
}
