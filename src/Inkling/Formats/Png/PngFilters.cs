namespace Inkling.Formats;

/// <summary>
/// The five row filters of PNG (3rd edition, section 9): each byte stored as its difference from a guess made of its neighbours.
/// </summary>
internal static class PngFilters
{
    public const int Count = 5;

    /// <summary>Turns differences back into values, in place.</summary>
    /// <param name="filter">0 none, 1 left, 2 above, 3 the mean of both, 4 Paeth's choice of left, above and above left.</param>
    /// <param name="row">The row.</param>
    /// <param name="above">The finished row above, zeros for the first one.</param>
    /// <param name="distance">Bytes from a pixel to the one on its left.</param>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        above = above[..row.Length];
        switch (filter)
        {
            case 1:
                for (var i = distance; i < row.Length; i++)
                    row[i] += row[i - distance];
                break;
            case 2:
                for (var i = 0; i < row.Length; i++)
                    row[i] += above[i];
                break;
            case 3:
                for (var i = 0; i < row.Length; i++)
                    row[i] += (byte)(((i < distance ? 0 : row[i - distance]) + above[i]) >> 1);
                break;
            case 4:
                for (var i = 0; i < row.Length; i++)
                    row[i] += i < distance ? above[i] : Paeth(row[i - distance], above[i], above[i - distance]);
                break;
        }
    }

    /// <summary>Stores the differences of <paramref name="row"/> in <paramref name="filtered"/>, both of one length.</summary>
    public static void Apply(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int distance, Span<byte> filtered)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var left = i < distance ? (byte)0 : row[i - distance];
            var aboveLeft = i < distance ? (byte)0 : above[i - distance];
            var guess = filter switch
            {
                1 => left,
                2 => above[i],
                3 => (byte)((left + above[i]) >> 1),
                4 => Paeth(left, above[i], aboveLeft),
                _ => (byte)0,
            };
            filtered[i] = (byte)(row[i] - guess);
        }
    }

    /// <summary>How large the differences are, taken as signed: the less, the better a row is likely to compress.</summary>
    public static long Cost(ReadOnlySpan<byte> filtered)
    {
        var sum = 0L;
        foreach (var value in filtered)
            sum += Math.Abs((int)(sbyte)value);
        return sum;
    }

    /// <summary>The neighbour that is nearest to left + above - above left; ties go to left, then above.</summary>
    private static byte Paeth(byte left, byte above, byte aboveLeft)
    {
        var toLeft = Math.Abs(above - aboveLeft);
        var toAbove = Math.Abs(left - aboveLeft);
        var toAboveLeft = Math.Abs(left + above - (2 * aboveLeft));
        return toLeft <= toAbove && toLeft <= toAboveLeft ? left : toAbove <= toAboveLeft ? above : aboveLeft;
    }
}
