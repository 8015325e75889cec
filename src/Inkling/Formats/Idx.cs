using System.Buffers.Binary;

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

    /// <summary>The element type of unsigned bytes.</summary>
    internal const byte UnsignedByte = 0x08;

    /// <summary>Reads an array from the position of <paramref name="stream"/> to its end.</summary>
    /// <param name="stream">IDX data, plain or gzip; it need not support seeking.</param>
    /// <param name="name">The name of the file in messages.</param>
    /// <exception cref="InvalidDataException">The content is not an IDX array of unsigned bytes, is cut short or goes on too
    /// long.</exception>
    public static IdxData Read(Stream stream, string name)
    {
        using var reader = new IdxReader(stream, name, [], MaximumValues);
        return new IdxData(reader.Dimensions, reader.ReadToEnd());
    }

    /// <summary>Reads an array from a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The content is not an IDX array of unsigned bytes, is cut short or goes on too
    /// long.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    public static IdxData ReadFile(string path)
    {
        using var file = RegularFile.OpenRead(path);
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
}
