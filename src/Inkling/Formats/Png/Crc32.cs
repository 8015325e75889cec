namespace Inkling.Formats;

/// <summary>
/// CRC-32 of PNG chunks: the reflected polynomial 0xEDB88320, initial value and final inversion of ones (PNG 3rd edition, section 5.5).
/// </summary>
internal static class Crc32
{
    private static readonly uint[] Table = MakeTable();

    /// <summary>Computes the checksum of bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var state = uint.MaxValue;
        foreach (var value in bytes)
            state = Table[(byte)(state ^ value)] ^ (state >> 8);
        return ~state;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var state = i;
            for (var bit = 0; bit < 8; bit++)
                state = (state & 1) != 0 ? 0xEDB88320u ^ (state >> 1) : state >> 1;
            table[i] = state;
        }

        return table;
    }
}
