namespace Inkling.Pictures;

/// <summary>Reads the bytes of a picture file into memory, up to <see cref="PictureFile.MaximumFileBytes"/>.</summary>
internal static class PictureContent
{
    /// <summary>The number of bytes by which content is recognised, before more of it is read.</summary>
    private const int RecognisedBytes = 1024;
    private const int FirstBytes = 1 << 16;

    /// <summary>Reads from the position of a stream to its end.</summary>
    /// <param name="stream">The content of a picture file.</param>
    /// <param name="name">The name of the picture in messages.</param>
    /// <param name="start">The first bytes of the content, where they were read from the stream before.</param>
    /// <exception cref="InvalidDataException">It is not a picture, or there are too many bytes.</exception>
    public static byte[] Read(Stream stream, string name, ReadOnlySpan<byte> start = default)
    {
        // The length is exact for a file; for a pipe, whose length is unknown, memory grows with the data that arrives.
        var expected = stream.CanSeek ? start.Length + stream.Length - stream.Position : FirstBytes;
        ThrowIfTooLong(name, expected);
        var content = GC.AllocateUninitializedArray<byte>((int)Math.Max(start.Length, expected));
        start.CopyTo(content);
        var length = start.Length;
        var recognised = Math.Max(length, Math.Min(content.Length, RecognisedBytes));
        length += stream.ReadAtLeast(content.AsSpan(length, recognised - length), recognised - length, throwOnEndOfStream: false);
        ThrowIfUnknown(content.AsSpan(0, length), name);
        if (length == recognised)
            length += stream.ReadAtLeast(content.AsSpan(length), content.Length - length, throwOnEndOfStream: false);
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

    /// <summary>Checks the format and the length of content that is in memory.</summary>
    /// <exception cref="InvalidDataException">It is not a picture, or there are too many bytes.</exception>
    public static void Check(ReadOnlySpan<byte> content, string name)
    {
        ThrowIfTooLong(name, content.Length);
        ThrowIfUnknown(content, name);
    }

    private static void ThrowIfUnknown(ReadOnlySpan<byte> start, string name)
    {
        if (PictureFormat.Recognise(start) is null)
            throw new InvalidDataException($"{name}: {PictureFormat.Describe(start)}, {PictureFormat.Expected}");
    }

    private static void ThrowIfTooLong(string name, long length)
    {
        if (length > PictureFile.MaximumFileBytes)
            throw new InvalidDataException($"{name}: more than {PictureFile.MaximumFileBytes:N0} bytes, which is the most that is read");
    }
}
