namespace Inkling.Formats;

/// <summary>What a PNG file's chunks say, gathered in the order that the standard demands (PNG 3rd edition, section 5.6).</summary>
internal sealed class PngChunks(PngHeader header, string name)
{
    private readonly List<(int Offset, int Length)> _pixels = [];
    private string _previous = "IHDR";

    public PngHeader Header { get; } = header;

    /// <summary>The content of PLTE; empty without one.</summary>
    public ReadOnlyMemory<byte> Palette { get; private set; }

    /// <summary>The content of tRNS, of the length that the colour type demands; null without one.</summary>
    public byte[]? Transparency { get; private set; }

    /// <summary>The length of the compressed pixel data.</summary>
    public long PixelBytes { get; private set; }

    /// <summary>Takes in a chunk whose data begins at <paramref name="dataOffset"/> of the file.</summary>
    public void Add(PngChunk chunk, int dataOffset)
    {
        switch (chunk.Type)
        {
            case "PLTE":
                AddPalette(chunk.Data);
                break;
            case "tRNS":
                AddTransparency(chunk.Data);
                break;
            case "IDAT":
                if (_pixels.Count > 0 && _previous != "IDAT")
                    throw FormatError.In(name, "the pixel data of the PNG picture is interrupted by another chunk");
                _pixels.Add((dataOffset, chunk.Data.Length));
                PixelBytes += chunk.Data.Length;
                break;
            default:
                if (!chunk.IsAncillary)
                    throw FormatError.In(name, $"PNG chunk {chunk.Type} is not known or stands in the wrong place");
                break;
        }

        _previous = chunk.Type;
    }

    /// <summary>The compressed pixel data, its chunks joined.</summary>
    public Stream Pixels(byte[] file)
    {
        if (_pixels.Count == 1)
            return new MemoryStream(file, _pixels[0].Offset, _pixels[0].Length, writable: false);
        var joined = GC.AllocateUninitializedArray<byte>((int)PixelBytes);
        var filled = 0;
        foreach (var (offset, length) in _pixels)
        {
            file.AsSpan(offset, length).CopyTo(joined.AsSpan(filled));
            filled += length;
        }

        return new MemoryStream(joined, writable: false);
    }

    private void AddPalette(ReadOnlySpan<byte> data)
    {
        RequireBeforePixels("PLTE");
        if (!Palette.IsEmpty)
            throw FormatError.In(name, "the PNG picture has two palettes");
        if (Header.Color is PngColor.Gray or PngColor.GrayAlpha)
            throw FormatError.In(name, "a grey PNG picture with a palette");
        if (Transparency is not null)
            throw FormatError.In(name, "the PNG palette stands behind the transparency chunk tRNS");
        var most = Header.Color == PngColor.Palette ? 1 << Header.BitDepth : 256;
        if (data.Length % 3 != 0 || data.Length == 0 || data.Length / 3 > most)
            throw FormatError.In(name, $"a PNG palette of {data.Length} bytes, three for each of 1 to {most} colours expected");
        Palette = data.ToArray();
    }

    private void AddTransparency(ReadOnlySpan<byte> data)
    {
        RequireBeforePixels("tRNS");
        if (Transparency is not null)
            throw FormatError.In(name, "the PNG picture has two transparency chunks tRNS");
        if (Header.Color is PngColor.GrayAlpha or PngColor.Rgba)
            throw FormatError.In(name, "a PNG picture with an alpha channel and a transparency chunk tRNS");
        var isRight = Header.Color == PngColor.Palette
            ? data.Length > 0 && data.Length <= Palette.Length / 3
            : data.Length == 2 * Header.StoredChannels;
        if (!isRight)
            throw FormatError.In(
                name, $"the PNG transparency chunk tRNS has {data.Length} bytes, which does not fit the picture's colours");
        Transparency = data.ToArray();
    }

    private void RequireBeforePixels(string type)
    {
        if (_pixels.Count > 0)
            throw FormatError.In(name, $"PNG chunk {type} stands behind the pixel data");
    }
}
