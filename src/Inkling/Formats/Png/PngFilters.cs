namespace Inkling.Formats;

/// <summary>
/// The five row filters of PNG (3rd edition, section 9): each byte is stored as its difference from a prediction by its neighbours.
/// </summary>
internal static class PngFilters
{
    /// <summary>The number of filters.</summary>
    public const int Count = 5;

    /// <summary>Stores the differences of <paramref name="row"/> from what a filter predicts.</summary>
    /// <param name="filter">0: none; 1: left; 2: above; 3: the mean of both; 4: Paeth's choice of left, above and above left.</param>
    /// <param name="row">The row.</param>
    /// <param name="above">The row above, zeros for the first one.</param>
    /// <param name="distance">The bytes of a pixel.</param>
    /// <param name="filtered">The differences, as long as the row.</param>
    public static void Apply(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int distance, Span<byte> filtered)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var left = i < distance ? (byte)0 : row[i - distance];
            var aboveLeft = i < distance ? (byte)0 : above[i - distance];
            var predicted = filter switch
            {
                1 => left,
                2 => above[i],
                3 => (byte)((left + above[i]) >> 1),
                4 => Paeth(left, above[i], aboveLeft),
                _ => (byte)0,
            };
            filtered[i] = (byte)(row[i] - predicted);
        }
    }

    /// <summary>
    /// Computes the sum of the absolute differences, taken as signed; the smaller, the better a row is likely to compress.
    /// </summary>
    public static long Cost(ReadOnlySpan<byte> filtered)
    {
        var sum = 0L;
        foreach (var value in filtered)
            sum += Math.Abs((int)(sbyte)value);
        return sum;
    }

    /// <summary>Gets the neighbour nearest to left + above - above left; ties go to left, then above.</summary>
    private static byte Paeth(byte left, byte above, byte aboveLeft)
    {
        var toLeft = Math.Abs(above - aboveLeft);
        var toAbove = Math.Abs(left - aboveLeft);
        var toAboveLeft = Math.Abs(left + above - (2 * aboveLeft));
        return toLeft <= toAbove && toLeft <= toAboveLeft ? left : toAbove <= toAboveLeft ? above : aboveLeft;
    }
}
