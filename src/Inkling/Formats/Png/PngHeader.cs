using System.Buffers.Binary;

namespace Inkling.Formats;

/// <summary>The content of a PNG file's first chunk, IHDR, and the sizes that follow from it.</summary>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, PngColor Color, bool Interlaced)
{
    public const int Length = 13;

    /// <summary>Samples of a pixel as the file stores them.</summary>
    public int StoredChannels => Color switch { PngColor.GrayAlpha => 2, PngColor.Rgb => 3, PngColor.Rgba => 4, _ => 1 };

    public int BitsPerPixel => StoredChannels * BitDepth;

    /// <summary>The distance to the byte that a filter takes for the pixel on the left.</summary>
    public int FilterDistance => Math.Max(1, BitsPerPixel / 8);

    /// <summary>The passes over the picture, in order: seven of Adam7, or a single one; those without pixels are left out.</summary>
    public IEnumerable<PngPass> Passes => Interlaced ? PngPass.Adam7(Width, Height) : [PngPass.Whole(Width, Height)];

    /// <summary>Bytes of a row of <paramref name="pixels"/> pixels without its filter byte.</summary>
    public int RowBytes(int pixels) => (int)((((long)pixels * BitsPerPixel) + 7) / 8);

    /// <summary>Bytes of all rows of all passes with their filter bytes: what the compressed data has to unpack to.</summary>
    public long FilteredBytes()
    {
        var total = 0L;
        foreach (var pass in Passes)
            total += pass.Rows * (1L + RowBytes(pass.Columns));
        return total;
    }

    public static PngHeader Parse(ReadOnlySpan<byte> data, string name)
    {
        if (data.Length != Length)
            throw FormatError.In(name, $"the PNG header IHDR has {data.Length} bytes, {Length} expected");
        var width = BinaryPrimitives.ReadUInt32BigEndian(data);
        var height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
            throw FormatError.In(name, $"a PNG picture of {width} x {height} pixels, at least 1 x 1 expected");
        if (Math.BigMul((int)width, (int)height) > Png.MaximumPixels)
        {
            var side = (int)Math.Sqrt(Png.MaximumPixels);
            throw FormatError.In(
                name, $"a PNG picture of {width:N0} x {height:N0} pixels, at most as many as {side:N0} x {side:N0} are read");
        }

        int depth = data[8];
        var color = (PngColor)data[9];
        if (!IsAllowed(color, depth))
            throw FormatError.In(name, $"PNG has no colour type {data[9]} at {depth} bits");
        if (data[10] != 0 || data[11] != 0)
            throw FormatError.In(name, $"PNG compression method {data[10]} and filter method {data[11]}, 0 and 0 expected");
        if (data[12] > 1)
            throw FormatError.In(name, $"PNG interlace method {data[12]}, 0 or 1 expected");
        return new PngHeader((int)width, (int)height, depth, color, data[12] == 1);
    }

    public byte[] ToBytes()
    {
        var data = new byte[Length];
        BinaryPrimitives.WriteInt32BigEndian(data, Width);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), Height);
        data[8] = (byte)BitDepth;
        data[9] = (byte)Color;
        data[12] = Interlaced ? (byte)1 : (byte)0;
        return data;
    }

    public static bool IsAllowed(PngColor color, int bitDepth) => color switch
    {
        PngColor.Gray => bitDepth is 1 or 2 or 4 or 8 or 16,
        PngColor.Palette => bitDepth is 1 or 2 or 4 or 8,
        PngColor.Rgb or PngColor.GrayAlpha or PngColor.Rgba => bitDepth is 8 or 16,
        _ => false,
    };
}
