using System.IO.Compression;

namespace Inkling.Formats;

/// <summary>Writes a PNG file.</summary>
internal static class PngWriter
{
    public static void Write(Stream stream, PngImage image, PngWriteOptions options)
    {
        var color = options.Color ?? ColorOf(image);
        if (color != PngColor.Palette && color != ColorOf(image))
            throw new ArgumentException($"Png.Write: a picture of {image.Channels} channels cannot be stored as {color}", nameof(options));
        if ((long)image.Width * image.Height > Png.MaximumPixels || image.Samples.Length > Png.MaximumDecodedBytes)
        {
            throw new ArgumentException(
                $"Png.Write: {image.Width} x {image.Height} pixels, at most {Png.MaximumPixels} and {Png.MaximumDecodedBytes} bytes",
                nameof(image));
        }

        var palette = color == PngColor.Palette ? PngPalette.Of(image) : null;
        var depth = options.BitDepth ?? palette?.SmallestDepth ?? image.BitDepth;
        if (!PngHeader.IsAllowed(color, depth))
            throw new ArgumentException($"Png.Write: PNG has no {color} at {depth} bits", nameof(options));
        if (palette?.Count > 1 << depth)
            throw new ArgumentException($"Png.Write: {palette.Count} colours do not fit a palette of {depth} bits", nameof(options));

        var header = new PngHeader(image.Width, image.Height, depth, color, options.Interlaced);
        stream.Write(PngChunk.Signature);
        PngChunk.Write(stream, "IHDR"u8, header.ToBytes());
        if (palette is not null)
        {
            PngChunk.Write(stream, "PLTE"u8, palette.Colors);
            if (palette.Alphas.Length > 0)
                PngChunk.Write(stream, "tRNS"u8, palette.Alphas);
        }

        PngChunk.Write(stream, "IDAT"u8, Pack(header, image, palette, options.Compression));
        PngChunk.Write(stream, "IEND"u8, []);
    }

    private static PngColor ColorOf(PngImage image) => image.Channels switch
    {
        1 => PngColor.Gray,
        2 => PngColor.GrayAlpha,
        3 => PngColor.Rgb,
        _ => PngColor.Rgba,
    };

    private static ReadOnlySpan<byte> Pack(PngHeader header, PngImage image, PngPalette? palette, CompressionLevel level)
    {
        var packed = new MemoryStream();
        using (var rows = new ZLibStream(packed, level, leaveOpen: true))
        {
            var encoder = new PngRowEncoder(header, image, palette);
            var row = new byte[header.RowBytes(header.Width)];
            var above = new byte[row.Length];
            var best = new byte[1 + row.Length];
            var tried = new byte[1 + row.Length];
            foreach (var pass in header.Passes)
            {
                var length = header.RowBytes(pass.Columns);
                Array.Clear(above);
                for (var y = 0; y < pass.Rows; y++)
                {
                    encoder.Encode(pass, y, row.AsSpan(0, length));
                    Filter(header, row.AsSpan(0, length), above.AsSpan(0, length), ref best, ref tried);
                    rows.Write(best, 0, 1 + length);
                    (row, above) = (above, row);
                }
            }
        }

        return packed.GetBuffer().AsSpan(0, (int)packed.Length);
    }

    /// <summary>
    /// Leaves in <paramref name="best"/> the row under the filter with the least sum of absolute differences (PNG 3rd edition, section
    /// 12.7). Palette indices and packed bits are left as they are: their differences mean nothing.
    /// </summary>
    private static void Filter(PngHeader header, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, ref byte[] best, ref byte[] tried)
    {
        var filters = header.Color == PngColor.Palette || header.BitDepth < 8 ? 1 : PngFilters.Count;
        var least = long.MaxValue;
        for (var filter = 0; filter < filters; filter++)
        {
            tried[0] = (byte)filter;
            PngFilters.Apply(filter, row, above, header.FilterDistance, tried.AsSpan(1, row.Length));
            var cost = PngFilters.Cost(tried.AsSpan(1, row.Length));
            if (cost < least)
                (least, best, tried) = (cost, tried, best);
        }
    }
}
