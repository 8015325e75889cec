namespace Inkling.Formats;

/// <summary>Reads bytes into memory without trusting a stated size before there is data for it.</summary>
internal static class BoundedReader
{
    /// <summary>
    /// The largest compression ratio of deflate (RFC 1951: 258 bytes for two bits); a stated size beyond it is false.
    /// </summary>
    public const int LargestDeflateRatio = 1032;

    private const int FirstStep = 1 << 20;

    /// <summary>
    /// Reads up to <paramref name="count"/> bytes; fewer where the stream ends earlier. If <paramref name="isBacked"/> is false, the size
    /// is only stated and memory grows with the data that arrives.
    /// </summary>
    public static byte[] ReadUpTo(Stream stream, int count, bool isBacked)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(isBacked ? count : Math.Min(count, FirstStep));
        var filled = 0;
        while (true)
        {
            filled += stream.ReadAtLeast(bytes.AsSpan(filled), bytes.Length - filled, throwOnEndOfStream: false);
            if (filled < bytes.Length)
                return bytes[..filled];
            if (filled == count)
                return bytes;
            Array.Resize(ref bytes, (int)Math.Min(count, 2L * bytes.Length));
        }
    }

    /// <summary>Reads from the position of the stream to its end.</summary>
    /// <exception cref="InvalidDataException">There are more than <paramref name="maximum"/> bytes.</exception>
    public static byte[] ReadToEnd(Stream stream, string name, int maximum)
    {
        if (stream.CanSeek)
            return ReadUpTo(stream, LengthLeft(stream, name, maximum), isBacked: true);
        var bytes = ReadUpTo(stream, maximum, isBacked: false);
        return bytes.Length < maximum || stream.ReadByte() < 0 ? bytes : throw TooLong(name, null, maximum);
    }

    /// <summary>Gets the number of bytes from the position of a seekable stream to its end.</summary>
    /// <exception cref="InvalidDataException">There are more than <paramref name="maximum"/>.</exception>
    public static int LengthLeft(Stream stream, string name, int maximum)
    {
        var left = Math.Max(0, stream.Length - stream.Position);
        return left <= maximum ? (int)left : throw TooLong(name, left, maximum);
    }

    private static InvalidDataException TooLong(string name, long? length, int maximum) =>
        FormatError.In(name, $"{(length is { } known ? $"{known:N0}" : "too many")} bytes, at most {maximum:N0} are read");
}
