namespace Inkling.Data;

/// <summary>
/// Counts of shade differences in steps of a quarter shade, for medians and quantiles in one pass over any number of pixels.
/// </summary>
internal sealed class ShadeHistogram
{
    private const int StepsPerShade = 4;
    private const int Reach = 512 * StepsPerShade;
    private readonly int[] _counts = new int[(2 * Reach) + 1];
    /// <summary>How many values were counted.</summary>
    public int Count { get; private set; }

    /// <summary>Counts the values in (<paramref name="above"/>, <paramref name="below"/>).</summary>
    public static ShadeHistogram Of(ReadOnlySpan<float> values, float above = float.NegativeInfinity, float below = float.PositiveInfinity)
    {
        var histogram = new ShadeHistogram();
        foreach (var value in values)
        {
            if (value > above && value < below)
                histogram.Add(value);
        }

        return histogram;
    }

    /// <summary>Counts one value, held to -512 to 512.</summary>
    public void Add(float value)
    {
        _counts[Math.Clamp((int)MathF.Round(value * StepsPerShade) + Reach, 0, 2 * Reach)]++;
        Count++;
    }

    /// <summary>The value that a share (0 to 1) of all values does not exceed; 0 when there are none.</summary>
    public float Quantile(double share) => FromBottom((long)Math.Floor(share * (Count - 1)));

    /// <summary>The largest value but <paramref name="rank"/>; 0 when there are none.</summary>
    public float FromTop(long rank) => FromBottom(Count - 1 - Math.Min(rank, Count - 1));

    /// <summary>
    /// 1.4826 times the median distance from 0: the standard deviation, if the values are normal around 0 (Hampel, 1974).
    /// </summary>
    public float Spread()
    {
        var distances = new ShadeHistogram();
        for (var i = 0; i < _counts.Length; i++)
        {
            distances._counts[Math.Abs(i - Reach) + Reach] += _counts[i];
        }

        distances.Count = Count;
        return 1.4826f * distances.Quantile(0.5);
    }

    private float FromBottom(long rank)
    {
        if (Count == 0)
            return 0;
        long seen = 0;
        var bin = -1;
        while (seen <= rank)
            seen += _counts[++bin];
        return (bin - Reach) / (float)StepsPerShade;
    }
}
