namespace Inkling.Data;

/// <summary>
/// How the samples of one axis mix when it is resampled: exact area coverage when it shrinks, linear interpolation when it grows. The
/// resampled axis may reach a fraction of a sample past the source; the excess is shared by both ends and counts as bare paper.
/// </summary>
internal sealed class ResamplingAxis
{
    private readonly int[] _first;
    private readonly int _most;
    private readonly int[] _counts;
    private readonly float[] _weights;

    /// <summary>
    /// An axis of <paramref name="length"/> samples, read <paramref name="count"/> times <paramref name="step"/> samples apart.
    /// </summary>
    public ResamplingAxis(int length, int count, double step)
    {
        _most = (int)Math.Ceiling(step) + 2;
        _first = new int[count];
        _counts = new int[count];
        _weights = new float[count * _most];
        var start = (length - (count * step)) / 2;
        for (var index = 0; index < count; index++)
        {
            var from = start + (index * step);
            var weights = _weights.AsSpan(index * _most, _most);
            (_first[index], _counts[index]) = step >= 1
                ? Cover(from, step, length, weights)
                : Interpolate(from + (step / 2), length, weights);
        }
    }

    /// <summary>
    /// The share of each source sample in resampled sample <paramref name="index"/>, from source sample <paramref name="first"/> on.
    /// </summary>
    public ReadOnlySpan<float> Weights(int index, out int first)
    {
        first = _first[index];
        return _weights.AsSpan(index * _most, _counts[index]);
    }

    private static (int First, int Count) Cover(double from, double step, int length, Span<float> weights)
    {
        var to = Math.Min(from + step, length);
        var first = Math.Max(0, (int)Math.Floor(from));
        var count = Math.Min(length, (int)Math.Ceiling(to)) - first;
        for (var i = 0; i < count; i++)
            weights[i] = (float)(Math.Max(0, Math.Min(to, first + i + 1) - Math.Max(from, first + i)) / step);
        return (first, count);
    }

    private static (int First, int Count) Interpolate(double center, int length, Span<float> weights)
    {
        // The outermost samples extend to the edge of the box, so that an enlarged figure keeps its full ink there.
        var place = Math.Clamp(center - 0.5, 0, length - 1);
        var first = Math.Min((int)place, Math.Max(0, length - 2));
        weights[0] = (float)(1 - (place - first));
        weights[1] = (float)(place - first);
        return (first, Math.Min(2, length));
    }
}
