using System.Runtime.CompilerServices;

namespace Inkling.Kernels;

/// <summary>A box of a tensor: some consecutive items of each dimension.</summary>
internal struct Region
{
    private readonly Shape _whole;
    private Starts _starts;

    /// <summary>All of a tensor.</summary>
    public Region(Shape whole) => (_whole, Box) = (whole, whole);

    /// <summary>The sizes of the box, of the tensor's rank.</summary>
    public Shape Box { get; private set; }

    /// <summary>Where the first element of the box lies.</summary>
    public readonly int Offset
    {
        get
        {
            var offset = 0;
            for (var i = 0; i < _whole.Rank; i++)
                offset += _starts[i] * _whole.Inner(i);
            return offset;
        }
    }

    /// <summary>Whether the elements of the box follow each other in memory.</summary>
    public readonly bool IsContiguous => RowDimension == 0 || Box.Outer(RowDimension) <= 1;

    /// <summary>The first dimension of the longest rows that lie in one piece: all dimensions after it are whole.</summary>
    private readonly int RowDimension
    {
        get
        {
            var dimension = Math.Max(0, _whole.Rank - 1);
            while (dimension > 0 && Box[dimension] == _whole[dimension])
                dimension--;
            return dimension;
        }
    }

    /// <summary>Restricts a dimension to <paramref name="count"/> items from <paramref name="start"/> on.</summary>
    public void Restrict(int dimension, int start, int count)
    {
        _starts[dimension] = start;
        Box = Box.With(dimension, count);
    }

    /// <summary>Copies the box of <paramref name="whole"/> to <paramref name="box"/>.</summary>
    public readonly void CopyTo(ReadOnlySpan<float> whole, Span<float> box)
    {
        var rows = new Rows(this);
        for (var at = 0; at < box.Length; at += rows.Length)
            whole.Slice(rows.Next(), rows.Length).CopyTo(box[at..]);
    }

    /// <summary>Copies <paramref name="box"/> into the box of <paramref name="whole"/>.</summary>
    public readonly void CopyFrom(ReadOnlySpan<float> box, Span<float> whole)
    {
        var rows = new Rows(this);
        for (var at = 0; at < box.Length; at += rows.Length)
            box.Slice(at, rows.Length).CopyTo(whole[rows.Next()..]);
    }

    /// <summary>Goes through the rows of a box that lie in one piece.</summary>
    private ref struct Rows
    {
        private readonly Region _region;
        private readonly int _dimension;
        private Starts _index;
        private int _offset;

        public Rows(Region region)
        {
            (_region, _dimension, _offset) = (region, region.RowDimension, region.Offset);
            Length = region.Box.Rank == 0 ? 1 : region.Box[_dimension] * region.Box.Inner(_dimension);
        }

        public int Length { get; }

        /// <summary>Where the next row begins.</summary>
        public int Next()
        {
            var offset = _offset;
            for (var i = _dimension - 1; i >= 0; i--)
            {
                var stride = _region._whole.Inner(i);
                _offset += stride;
                if (++_index[i] < _region.Box[i])
                    break;
                _offset -= stride * _index[i];
                _index[i] = 0;
            }

            return offset;
        }
    }

    [InlineArray(Shape.MaximumRank)]
    private struct Starts
    {
        private int _first;
    }
}
