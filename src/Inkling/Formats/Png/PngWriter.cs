using System.Buffers.Binary;
using System.IO.Compression;

namespace Inkling.Formats;

/// <summary>Writes a PNG file: its chunks, and the filtered and compressed rows within them.</summary>
internal static class PngWriter
{
    private const int ChunkOverhead = 12;
    private const byte PaletteColor = 3;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The colour type of 1 to 4 channels (PNG 3rd edition, section 11.2.1).</summary>
    private static ReadOnlySpan<byte> ColorTypes => [0, 4, 2, 6];

    public static void Write(Stream stream, PngImage image, CompressionLevel compression, PngPalette? palette)
    {
        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        header[8] = (byte)(palette?.BitDepth ?? 8);
        header[9] = palette is null ? ColorTypes[image.Channels - 1] : PaletteColor;

        stream.Write(Signature);
        WriteChunk(stream, "IHDR"u8, header);
        if (palette is not null)
        {
            WriteChunk(stream, "PLTE"u8, palette.Colors);
            if (palette.Alphas.Length > 0)
                WriteChunk(stream, "tRNS"u8, palette.Alphas);
        }

        WriteChunk(stream, "IDAT"u8, CompressRows(image, compression, palette));
        WriteChunk(stream, "IEND"u8, []);
    }

    /// <summary>Writes length, type, data and checksum (section 5.3).</summary>
    private static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[ChunkOverhead + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.Of(chunk.AsSpan(4, 4 + data.Length)));
        stream.Write(chunk);
    }

    private static ReadOnlySpan<byte> CompressRows(PngImage image, CompressionLevel compression, PngPalette? palette)
    {
        var compressed = new MemoryStream();
        using (var rows = new ZLibStream(compressed, compression, leaveOpen: true))
        {
            if (palette is null)
                WriteSamples(rows, image);
            else
                WriteIndices(rows, image, palette);
        }

        return compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
    }

    /// <summary>Writes each row under the filter with the least sum of absolute differences (section 12.7).</summary>
    private static void WriteSamples(ZLibStream rows, PngImage image)
    {
        var length = image.Width * image.Channels;
        var (best, candidate) = (new byte[1 + length], new byte[1 + length]);
        ReadOnlySpan<byte> above = new byte[length];
        for (var y = 0; y < image.Height; y++)
        {
            var leastCost = long.MaxValue;
            for (byte filter = 0; filter < PngFilters.Count; filter++)
            {
                candidate[0] = filter;
                PngFilters.Apply(filter, image.Row(y), above, image.Channels, candidate.AsSpan(1));
                var cost = PngFilters.Cost(candidate.AsSpan(1));
                if (cost < leastCost)
                    (leastCost, best, candidate) = (cost, candidate, best);
            }

            rows.Write(best);
            above = image.Row(y);
        }
    }

    /// <summary>Writes palette indices, unfiltered: their differences mean nothing.</summary>
    private static void WriteIndices(ZLibStream rows, PngImage image, PngPalette palette)
    {
        var row = new byte[1 + (int)((((long)image.Width * palette.BitDepth) + 7) / 8)];
        for (var y = 0; y < image.Height; y++)
        {
            Array.Clear(row);
            for (var x = 0; x < image.Width; x++)
            {
                // The first pixel is in the high bits.
                var bit = (long)x * palette.BitDepth;
                row[1 + (int)(bit >> 3)] |= (byte)(palette.IndexOf(image, y, x) << (8 - palette.BitDepth - (int)(bit & 7)));
            }

            rows.Write(row);
        }
    }
}
