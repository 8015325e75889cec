namespace Inkling.Analysis;

/// <summary>
/// A 95 % confidence interval of a share that was measured on a sample.
/// </summary>
/// <param name="Low">The lower end, 0 to 1.</param>
/// <param name="High">The upper end, 0 to 1.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>The 97.5 % quantile of the normal distribution, which leaves 2.5 % on either side.</summary>
    private const double Quantile = 1.9599639845400545;

    /// <summary>
    /// The score interval for <paramref name="hits"/> of <paramref name="count"/> (Wilson, JASA 22, 1927, p. 209): the shares p for which
    /// |hits / count - p| is at most z sqrt(p (1 - p) / count). It stays within 0 and 1 and holds for few items and for shares of 0 and 1,
    /// where
    /// share +- z sqrt(share (1 - share) / count) does not (Brown, Cai and DasGupta, Statistical Science 16, 2001, p. 101).
    /// </summary>
    /// <param name="hits">The number of hits: 0 to <paramref name="count"/>.</param>
    /// <param name="count">The number of items; for none the interval is 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or the hits are not among them.</exception>
    public static Interval Of(int hits, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (hits < 0 || hits > count)
            throw new ArgumentOutOfRangeException(nameof(hits), hits, $"{hits} of {count} items, expected 0 to {count}");
        if (count == 0)
            return new Interval(0, 1);
        var (share, square) = (hits / (double)count, Quantile * Quantile);
        var middle = (share + (square / (2 * count))) / (1 + (square / count));
        var half = Quantile / (1 + (square / count)) * Math.Sqrt((share * (1 - share) / count) + (square / (4.0 * count * count)));

        // At both ends the formula gives 0 and 1, except for rounding.
        return new Interval(hits == 0 ? 0 : middle - half, hits == count ? 1 : middle + half);
    }
}
