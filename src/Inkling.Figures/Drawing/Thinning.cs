namespace Inkling.Figures.Drawing;

/// <summary>Which of many values are drawn, so that a picture of 100,000 steps stays small and shows every spike.</summary>
internal static class Thinning
{
    /// <summary>Points that a line is drawn with at most.</summary>
    public const int MaxDrawn = 2000;

    /// <summary>
    /// The places of the first and the last value and, of each of equally long stretches between them, of the smallest and the largest
    /// finite one; all places
    /// where there are few. A stretch without a finite value keeps one that is not, so that the gap is seen.
    /// </summary>
    /// <param name="values">The values in their order.</param>
    /// <param name="most">How many places are kept at most, at least 4.</param>
    /// <returns>Places, ascending.</returns>
    public static IReadOnlyList<int> Extremes(IReadOnlyList<double> values, int most = MaxDrawn)
    {
        if (values.Count <= most)
            return [.. Enumerable.Range(0, values.Count)];
        var stretches = (most - 2) / 2;
        var inner = values.Count - 2L;
        var kept = new List<int> { 0 };
        for (var stretch = 0L; stretch < stretches; stretch++)
        {
            var (first, end) = ((int)(1 + (stretch * inner / stretches)), (int)(1 + ((stretch + 1) * inner / stretches)));
            var (low, high) = (-1, -1);
            for (var i = first; i < end; i++)
            {
                if (!double.IsFinite(values[i]))
                    continue;
                if (low < 0 || values[i] < values[low])
                    low = i;
                if (high < 0 || values[i] > values[high])
                    high = i;
            }

            kept.Add(low < 0 ? first : Math.Min(low, high));
            if (low != high)
                kept.Add(Math.Max(low, high));
        }

        kept.Add(values.Count - 1);
        return kept;
    }
}
