using System.Buffers.Binary;

namespace Inkling.Formats;

/// <summary>Reads the header of an IDX file.</summary>
internal static class IdxHeader
{
    /// <summary>Reads the size of each dimension, outermost first, each at least 1.</summary>
    /// <exception cref="InvalidDataException">The content is not an IDX array of unsigned bytes.</exception>
    public static int[] Read(Stream stream, string name)
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

        if (start[2] != Idx.UnsignedByte)
            throw FormatError.In(name, $"IDX values of type 0x{start[2]:X2} ({TypeName(start[2])}), only 0x08 (unsigned byte) is read");
        if (start[3] is 0 or > Idx.MaximumDimensions)
            throw FormatError.In(name, $"{start[3]} dimensions, expected 1 to {Idx.MaximumDimensions}");

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
