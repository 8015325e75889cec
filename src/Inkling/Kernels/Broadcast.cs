using System.Numerics.Tensors;

namespace Inkling.Kernels;

/// <summary>An element-wise operation of two operands, over rows of equal length or a row and one number.</summary>
internal interface IBinary
{
    static abstract void Apply(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> result);

    static abstract void Apply(ReadOnlySpan<float> left, float right, Span<float> result);

    static abstract void Apply(float left, ReadOnlySpan<float> right, Span<float> result);
}

/// <summary>
/// Element-wise operations of operands of different shapes, as in NumPy: shapes are compared from the last dimension, and a dimension of
/// size 1, or a missing one, is repeated.
/// </summary>
internal static class Broadcast
{
    /// <summary>Gets the shape to which both operands broadcast; an error names the operation.</summary>
    /// <exception cref="ArgumentException">A dimension differs and neither size is 1.</exception>
    public static Shape Combine(Shape left, Shape right, string operation)
    {
        if (left == right)
            return left;
        var rank = Math.Max(left.Rank, right.Rank);
        Span<int> sizes = stackalloc int[Shape.MaximumRank];
        for (var i = 1; i <= rank; i++)
        {
            var (l, r) = (i <= left.Rank ? left[-i] : 1, i <= right.Rank ? right[-i] : 1);
            if (l != r && l != 1 && r != 1)
                throw new ArgumentException(
                    $"{operation}: shapes {left} and {right} do not fit: dimension {-i} is {l} and {r}, expected equal sizes or 1");
            sizes[rank - i] = l == 1 ? r : l;
        }

        return new Shape(sizes[..rank]);
    }

    /// <summary>Computes the operation for each element of the combined shape.</summary>
    public static void Apply<TBinary>(
        ReadOnlySpan<float> left, Shape leftShape, ReadOnlySpan<float> right, Shape rightShape, Span<float> result, Shape shape)
        where TBinary : struct, IBinary
    {
        if (leftShape == rightShape)
        {
            TBinary.Apply(left, right, result);
            return;
        }

        if (right.Length == 1)
        {
            TBinary.Apply(left, right[0], result);
            return;
        }

        if (result.Length == 0)
            return;
        var columns = shape[-1];
        var leftRows = new Rows(leftShape, shape);
        var rightRows = new Rows(rightShape, shape);
        for (var start = 0; start < result.Length; start += columns)
        {
            var row = result.Slice(start, columns);
            if (!rightRows.Wide)
                TBinary.Apply(left.Slice(leftRows.Offset, columns), right[rightRows.Offset], row);
            else if (!leftRows.Wide)
                TBinary.Apply(left[leftRows.Offset], right.Slice(rightRows.Offset, columns), row);
            else
                TBinary.Apply(left.Slice(leftRows.Offset, columns), right.Slice(rightRows.Offset, columns), row);
            leftRows.Next();
            rightRows.Next();
        }
    }

    /// <summary>
    /// The gradient of a broadcast: sums <paramref name="values"/> of shape <paramref name="shape"/> over the dimensions in which
    /// <paramref name="targetShape"/> is repeated.
    /// </summary>
    public static void SumTo(ReadOnlySpan<float> values, Shape shape, Span<float> target, Shape targetShape)
    {
        if (shape == targetShape)
        {
            values.CopyTo(target);
            return;
        }

        target.Clear();
        if (values.Length == 0)
            return;
        var columns = shape.Rank == 0 ? 1 : shape[-1];
        var rows = new Rows(targetShape, shape);
        for (var start = 0; start < values.Length; start += columns)
        {
            var row = values.Slice(start, columns);
            if (rows.Wide)
            {
                var sums = target.Slice(rows.Offset, columns);
                TensorPrimitives.Add(sums, row, sums);
            }
            else
            {
                target[rows.Offset] += FixedOrderSum.Of(row);
            }

            rows.Next();
        }
    }

    /// <summary>The offsets of an operand's elements for each row of the result.</summary>
    internal struct Rows
    {
        private readonly Shape _shape;
        private readonly Strides _strides;
        private Strides _index;

        public Rows(Shape operand, Shape shape)
        {
            _shape = shape;
            var stride = 1;
            for (var i = 1; i <= operand.Rank; i++)
            {
                _strides[shape.Rank - i] = operand[-i] == 1 ? 0 : stride;
                stride *= operand[-i];
            }

            Wide = shape.Rank > 0 && (_strides[shape.Rank - 1] == 1 || shape[-1] == 1);
        }

        /// <summary>Gets whether the operand has an element for each column of a row, and not one for all.</summary>
        public bool Wide { get; }

        public int Offset { readonly get; private set; }

        public void Next()
        {
            for (var i = _shape.Rank - 2; i >= 0; i--)
            {
                Offset += _strides[i];
                if (++_index[i] < _shape[i])
                    return;
                Offset -= _strides[i] * _shape[i];
                _index[i] = 0;
            }
        }
    }

    [System.Runtime.CompilerServices.InlineArray(Shape.MaximumRank)]
    private struct Strides
    {
        private int _first;
    }
}
