namespace Inkling.Pictures;

/// <summary>
/// A histogram of differences of grey levels in bins of a quarter, for medians and quantiles in one pass over any number of pixels.
/// </summary>
internal sealed class GrayLevelHistogram
{
    private const int StepsPerLevel = 4;
    private const int Reach = 512 * StepsPerLevel;
    private readonly int[] _counts = new int[(2 * Reach) + 1];

    /// <summary>Gets the number of values.</summary>
    public int Count { get; private set; }

    /// <summary>Counts the values in (<paramref name="above"/>, <paramref name="below"/>).</summary>
    public static GrayLevelHistogram Of(
        ReadOnlySpan<float> values, float above = float.NegativeInfinity, float below = float.PositiveInfinity)
    {
        var histogram = new GrayLevelHistogram();
        foreach (var value in values)
        {
            if (value > above && value < below)
                histogram.Add(value);
        }

        return histogram;
    }

    /// <summary>Adds one value, clamped to -512 to 512.</summary>
    public void Add(float value)
    {
        _counts[Math.Clamp((int)MathF.Round(value * StepsPerLevel) + Reach, 0, 2 * Reach)]++;
        Count++;
    }

    /// <summary>Computes a quantile (0 to 1); 0 when there are no values.</summary>
    public float Quantile(double share) => FromBottom((long)Math.Floor(share * (Count - 1)));

    /// <summary>Gets the value with <paramref name="rank"/> larger ones; 0 when there are no values.</summary>
    public float FromTop(long rank) => FromBottom(Count - 1 - Math.Min(rank, Count - 1));

    /// <summary>
    /// Estimates the standard deviation of values that are normal around 0: 1.4826 times their median distance from 0 (Hampel, 1974).
    /// </summary>
    public float StandardDeviation()
    {
        var distances = new GrayLevelHistogram();
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
        return (bin - Reach) / (float)StepsPerLevel;
    }
}
