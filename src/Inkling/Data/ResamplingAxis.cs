namespace Inkling.Data;

/// <summary>
/// How the samples of one axis mix when it is resampled: exact area coverage when it shrinks, linear interpolation when it grows. The
/// resampled axis may reach a fraction of a sample past the source; the excess is shared by both ends and counts as bare paper.
/// </summary>
internal readonly struct ResamplingAxis
{
    private readonly int _length;
    private readonly double _step;
    private readonly double _start;

    /// <summary>An axis of <paramref name="length"/> samples, read <paramref name="count"/> times <paramref name="step"/> samples apart.</summary>
    public ResamplingAxis(int length, int count, double step)
    {
        _length = length;
        _step = step;
        _start = (length - (count * step)) / 2;
    }

    /// <summary>The first and last source sample (inclusive) that resampled sample <paramref name="index"/> may draw on.</summary>
    public (int First, int Last) Reach(int index)
    {
        var (from, to) = Extent(index);
        var first = (int)Math.Floor(from - (_step < 1 ? 1 : 0));
        var last = (int)Math.Ceiling(to + (_step < 1 ? 1 : 0)) - 1;
        return (Math.Clamp(first, 0, _length - 1), Math.Clamp(last, 0, _length - 1));
    }

    /// <summary>The share of source sample <paramref name="source"/> in resampled sample <paramref name="index"/>, 0 to 1.</summary>
    public float Weight(int index, int source)
    {
        var (from, to) = Extent(index);
        if (_step >= 1)
            return (float)Math.Max(0, (Math.Min(to, source + 1) - Math.Max(from, source)) / _step);

        // The outermost samples extend to the edge of the box, so that an enlarged figure keeps its full ink there.
        var center = Math.Clamp(((from + to) / 2) - 0.5, 0, _length - 1);
        return (float)Math.Max(0, 1 - Math.Abs(center - source));
    }

    private (double From, double To) Extent(int index)
    {
        var from = _start + (index * _step);
        return (from, from + _step);
    }
}
