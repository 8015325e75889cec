namespace Inkling.Figures.Drawing;

/// <summary>Selects the points that are drawn of a long line, so that a figure of 100,000 steps is small and shows every spike.</summary>
internal static class Thinning
{
    /// <summary>The largest number of points of a line.</summary>
    public const int MaxDrawn = 2000;

    /// <summary>
    /// Selects the first and the last value and, of each of equally long ranges between them, the smallest and the largest finite value. A
    /// range without finite values keeps its first, so that the gap is visible.
    /// </summary>
    /// <param name="values">The values.</param>
    /// <param name="most">The largest number of values selected, at least 4.</param>
    /// <returns>The indices of the selected values, ascending; all where there are few.</returns>
    public static IReadOnlyList<int> Extremes(IReadOnlyList<double> values, int most = MaxDrawn)
    {
        if (values.Count <= most)
            return [.. Enumerable.Range(0, values.Count)];
        var ranges = (most - 2) / 2;
        var inner = values.Count - 2L;
        var kept = new List<int> { 0 };
        for (var range = 0L; range < ranges; range++)
        {
            var (first, end) = ((int)(1 + (range * inner / ranges)), (int)(1 + ((range + 1) * inner / ranges)));
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
