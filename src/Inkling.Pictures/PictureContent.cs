namespace Inkling.Pictures;

/// <summary>Reads the bytes of a picture file into memory, up to <see cref="PictureFile.MaximumFileBytes"/>.</summary>
internal static class PictureContent
{
    private const int FirstBytes = 1 << 16;

    /// <summary>Reads from the position of a stream to its end.</summary>
    /// <exception cref="InvalidDataException">There are too many bytes.</exception>
    public static byte[] Read(Stream stream, string name)
    {
        // The length is exact for a file; for a pipe, whose length is unknown, memory grows with the data that arrives.
        var expected = stream.CanSeek ? stream.Length - stream.Position : FirstBytes;
        ThrowIfTooLong(name, expected);
        var content = GC.AllocateUninitializedArray<byte>((int)Math.Max(0, expected));
        var length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        while (length == content.Length && stream.ReadByte() is >= 0 and var next)
        {
            ThrowIfTooLong(name, length + 1L);
            Array.Resize(ref content, (int)Math.Min(Math.Max(FirstBytes, 2L * length), PictureFile.MaximumFileBytes));
            content[length++] = (byte)next;
            length += stream.ReadAtLeast(content.AsSpan(length), content.Length - length, throwOnEndOfStream: false);
        }

        Array.Resize(ref content, length);
        return content;
    }

    private static void ThrowIfTooLong(string name, long length)
    {
        if (length > PictureFile.MaximumFileBytes)
            throw new InvalidDataException($"{name}: more than {PictureFile.MaximumFileBytes:N0} bytes, which is the most that is read");
    }
}
