using System.Buffers.Binary;
using System.IO.Compression;

namespace Inkling.Formats;

/// <summary>
/// Reads and writes IDX, the format of MNIST's files: two zero bytes, the element type, the number of dimensions, each dimension as a
/// big-endian 32-bit integer, then the values. Only unsigned bytes (type 0x08) are read. A gzip file is recognised by its content, whatever
/// its name.
/// </summary>
/// <remarks>
/// Reading is strict and bounded: the size that a header states is compared with <see cref="MaximumValues"/> and with the length of the
/// data before memory is allocated; a compressed file is never unpacked beyond that size.
/// </remarks>
public static class Idx
{
    /// <summary>The largest number of values that is read: 2^30 (MNIST's training images are 47,040,000).</summary>
    public const int MaximumValues = 1 << 30;

    /// <summary>The largest number of dimensions that is read.</summary>
    public const int MaximumDimensions = 8;

    private const byte UnsignedByte = 0x08;

    /// <summary>Reads an array from the position of <paramref name="stream"/> to its end.</summary>
    /// <param name="stream">IDX data, plain or gzip; it need not support seeking.</param>
    /// <param name="name">The name of the file in messages.</param>
    /// <exception cref="InvalidDataException">The content is not an IDX array of unsigned bytes, is cut short or goes on too
    /// long.</exception>
    public static IdxData Read(Stream stream, string name)
    {
        using var source = new PeekedStream(stream);
        if (source.Peeked.Length == 0)
            throw FormatError.In(name, "the file is empty, IDX data expected");
        if (!source.Peeked.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return ReadArray(source, name, source.Remaining);

        try
        {
            return ReadGzip(source, name);
        }
        catch (InvalidDataException error) when (!error.Message.StartsWith(name + ": ", StringComparison.Ordinal))
        {
            throw FormatError.In(name, "the gzip data is damaged or cut short", error);
        }
    }

    /// <summary>Reads an array from a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The content is not an IDX array of unsigned bytes, is cut short or goes on too
    /// long.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    public static IdxData ReadFile(string path)
    {
        using var file = File.OpenRead(path);
        return Read(file, path);
    }

    /// <summary>Writes an array, uncompressed.</summary>
    /// <param name="stream">The stream to write to.</param>
    /// <param name="dimensions">1 to <see cref="MaximumDimensions"/> sizes, each at least 1.</param>
    /// <param name="values">The values, as many as the product of the dimensions, at most <see cref="MaximumValues"/>.</param>
    /// <exception cref="ArgumentException">The dimensions are out of range or do not fit the values.</exception>
    public static void Write(Stream stream, IReadOnlyList<int> dimensions, ReadOnlySpan<byte> values)
    {
        if (dimensions.Count is 0 or > MaximumDimensions)
            throw new ArgumentException($"Idx.Write: {dimensions.Count} dimensions, expected 1 to {MaximumDimensions}", nameof(dimensions));
        var count = 1L;
        foreach (var size in dimensions)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size, nameof(dimensions));
            count = Math.Min(count * size, MaximumValues + 1L);
        }

        if (count > MaximumValues || count != values.Length)
        {
            throw new ArgumentException(
                $"Idx.Write: {values.Length} values given for [{string.Join(", ", dimensions)}], at most {MaximumValues}", nameof(values));
        }

        Span<byte> header = stackalloc byte[4 + (4 * MaximumDimensions)];
        header[..2].Clear();
        header[2] = UnsignedByte;
        header[3] = (byte)dimensions.Count;
        for (var i = 0; i < dimensions.Count; i++)
            BinaryPrimitives.WriteInt32BigEndian(header[(4 + (4 * i))..], dimensions[i]);
        stream.Write(header[..(4 + (4 * dimensions.Count))]);
        stream.Write(values);
    }

    private static IdxData ReadGzip(PeekedStream source, string name)
    {
        using var unpacked = new GZipStream(source, CompressionMode.Decompress, leaveOpen: true);
        var data = ReadArray(unpacked, name, null, source.Remaining * BoundedReader.LargestDeflateRatio);

        // GZipStream compares its checksum, but ignores a trailer that is cut short and whatever follows it. The file has to end
        // with the unpacked length (RFC 1952, ISIZE); it is one gzip member, as all of MNIST's are.
        var length = 4 + (4 * data.Dimensions.Count) + data.Values.Length;
        return source.ReadByte() < 0 && BinaryPrimitives.ReadInt32LittleEndian(source.Tail) == length
            ? data
            : throw FormatError.In(name, "the gzip data does not end with its own length: it is cut short, or other bytes follow");
    }

    /// <param name="stream">The unpacked data.</param>
    /// <param name="name">The name of the file in messages.</param>
    /// <param name="exactLength">The number of bytes, where it is known.</param>
    /// <param name="largestLength">The largest possible number of bytes, where it is known.</param>
    private static IdxData ReadArray(Stream stream, string name, long? exactLength, long? largestLength = null)
    {
        var dimensions = ReadHeader(stream, name);
        var headerLength = 4L + (4 * dimensions.Length);
        var count = 1L;
        foreach (var size in dimensions)
        {
            count *= size;
            if (count > MaximumValues)
                throw FormatError.In(
                    name, $"the header claims [{string.Join(", ", dimensions)}] values, at most {MaximumValues:N0} are read");
        }

        if (exactLength is { } length && length != headerLength + count)
            throw WrongLength(name, dimensions, count, length - headerLength);
        if (largestLength < headerLength + count)
            throw FormatError.In(name, $"the header claims {count:N0} values, more than the compressed data can hold");

        var values = BoundedReader.ReadUpTo(stream, (int)count, isBacked: (exactLength ?? largestLength) is not null);
        if (values.Length < count)
            throw WrongLength(name, dimensions, count, values.Length);
        if (stream.ReadByte() >= 0)
            throw FormatError.In(name, $"bytes follow after the {count:N0} values that the header states");
        return new IdxData(dimensions, values);
    }

    private static int[] ReadHeader(Stream stream, string name)
    {
        Span<byte> start = stackalloc byte[256];
        var got = stream.ReadAtLeast(start[..4], 4, throwOnEndOfStream: false);
        if (got < 4)
            throw FormatError.In(name, $"cut short after {got} bytes, an IDX header of 4 expected");
        if (start[0] != 0 || start[1] != 0)
        {
            got += stream.ReadAtLeast(start[4..], start.Length - 4, throwOnEndOfStream: false);
            throw FormatError.In(name, FormatError.LooksLikeHtml(start[..got])
                ? "an HTML page, IDX data expected (a download that went wrong leaves such a file)"
                : $"starts with {FormatError.Hex(start[..4])}, not with an IDX header (00 00 08 and the number of dimensions)");
        }

        if (start[2] != UnsignedByte)
            throw FormatError.In(name, $"IDX values of type 0x{start[2]:X2} ({TypeName(start[2])}), only 0x08 (unsigned byte) is read");
        if (start[3] is 0 or > MaximumDimensions)
            throw FormatError.In(name, $"{start[3]} dimensions, expected 1 to {MaximumDimensions}");

        var dimensions = new int[start[3]];
        var sizes = start[..(4 * dimensions.Length)];
        if (stream.ReadAtLeast(sizes, sizes.Length, throwOnEndOfStream: false) < sizes.Length)
            throw FormatError.In(name, $"cut short within the sizes of its {dimensions.Length} dimensions");
        for (var i = 0; i < dimensions.Length; i++)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(sizes[(4 * i)..]);
            if (size is 0 or > int.MaxValue)
                throw FormatError.In(name, $"dimension {i} has the size {size}, expected 1 to {int.MaxValue}");
            dimensions[i] = (int)size;
        }

        return dimensions;
    }

    private static InvalidDataException WrongLength(string name, int[] dimensions, long expected, long found) =>
        FormatError.In(name, $"[{string.Join(", ", dimensions)}] needs {expected:N0} values, the file holds {found:N0}"
            + (found < expected ? " (cut short)" : " (bytes follow after the data)"));

    private static string TypeName(byte type) => type switch
    {
        0x09 => "signed byte",
        0x0B => "16-bit integer",
        0x0C => "32-bit integer",
        0x0D => "32-bit float",
        0x0E => "64-bit float",
        _ => "unknown",
    };
}
