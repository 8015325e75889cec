using System.Numerics.Tensors;
using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>The sum of all elements, of shape [].</summary>
        public Tensor Sum() => SumOperation.ApplyAll(this, 1);

        /// <summary>
        /// The sums over one dimension, which is gone from the result, or of size 1 where <paramref name="keepDimension"/> is set.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
        public Tensor Sum(int dimension, bool keepDimension = false) => SumOperation.Apply(this, dimension, keepDimension, mean: false);

        /// <summary>The mean of all elements, of shape []; NaN without elements.</summary>
        public Tensor Mean() => SumOperation.ApplyAll(this, Length);

        /// <summary>
        /// The means over one dimension, which is gone from the result, or of size 1 where <paramref name="keepDimension"/> is set.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
        public Tensor Mean(int dimension, bool keepDimension = false) => SumOperation.Apply(this, dimension, keepDimension, mean: true);
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
            var result = Tensor.Scalar(TensorPrimitives.Sum<float>(x.Span) / divisor);
            if (Record(result, x) is { } operation)
                (operation._dimension, operation._divisor) = (-1, divisor);
            return result;
        }

        public static Tensor Apply(Tensor x, int dimension, bool keepDimension, bool mean)
        {
            var at = x.Shape.Dimension(dimension);
            var (outer, size, inner) = (x.Shape.Outer(at), x.Shape[at], x.Shape.Inner(at));
            var divisor = mean ? size : 1;
            var result = Tensor.Empty(keepDimension ? x.Shape.With(at, 1) : x.Shape.Without(at));
            for (var o = 0; o < outer; o++)
                Rows.Sum(x.Span.Slice(o * size * inner, size * inner), result.Span.Slice(o * inner, inner));
            if (mean)
                TensorPrimitives.Divide(result.Span, divisor, result.Span);
            if (Record(result, x) is { } operation)
                (operation._dimension, operation._divisor) = (at, divisor);
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
