namespace Inkling.Data;

/// <summary>
/// The weights that resample one axis: exact area coverage when it shrinks, linear interpolation when it grows. The resampled axis may
/// reach a fraction of a sample past the source; the excess is shared by both ends and counts as background.
/// </summary>
internal sealed class ResamplingAxis
{
    private readonly int[] _first;
    private readonly int _maxCount;
    private readonly int[] _counts;
    private readonly float[] _weights;

    /// <summary>
    /// Resamples <paramref name="length"/> samples to <paramref name="count"/>, <paramref name="step"/> source samples apart.
    /// </summary>
    public ResamplingAxis(int length, int count, double step)
    {
        _maxCount = (int)Math.Ceiling(step) + 2;
        _first = new int[count];
        _counts = new int[count];
        _weights = new float[count * _maxCount];
        var start = (length - (count * step)) / 2;
        for (var index = 0; index < count; index++)
        {
            var from = start + (index * step);
            var weights = _weights.AsSpan(index * _maxCount, _maxCount);
            (_first[index], _counts[index]) = step >= 1
                ? Cover(from, step, length, weights)
                : Interpolate(from + (step / 2), length, weights);
        }
    }

    /// <summary>
    /// Gets the weights of the source samples in resampled sample <paramref name="index"/>, from source sample <paramref name="first"/> on.
    /// </summary>
    public ReadOnlySpan<float> Weights(int index, out int first)
    {
        first = _first[index];
        return _weights.AsSpan(index * _maxCount, _counts[index]);
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
        var position = Math.Clamp(center - 0.5, 0, length - 1);
        var first = Math.Min((int)position, Math.Max(0, length - 2));
        weights[0] = (float)(1 - (position - first));
        weights[1] = (float)(position - first);
        return (first, Math.Min(2, length));
    }
}
