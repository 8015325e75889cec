using System.IO.Compression;

namespace Inkling.Formats;

/// <summary>Reads a PNG file from memory: the order of its chunks, then its rows.</summary>
internal static class PngReader
{
    public static PngImage Read(byte[] file, string name)
    {
        CheckSignature(file, name);
        var chunks = Collect(file, name);
        var header = chunks.Header;
        if (header.Color == PngColor.Palette && chunks.Palette.IsEmpty)
            throw FormatError.In(name, "a PNG picture with colour numbers but without a palette");
        if (chunks.PixelBytes == 0)
            throw FormatError.In(name, "a PNG picture without pixel data (no IDAT chunk)");

        var decoder = new PngRowDecoder(header, chunks.Palette.Span, chunks.Transparency, name);
        var decodedBytes = (long)header.Width * header.Height * decoder.PixelBytes;
        if (decodedBytes > Png.MaximumDecodedBytes)
        {
            throw FormatError.In(name, $"a PNG picture of {header.Width:N0} x {header.Height:N0} pixels takes {decodedBytes:N0} bytes, "
                + $"at most {Png.MaximumDecodedBytes:N0} are read");
        }

        if (header.FilteredBytes() > chunks.PixelBytes * BoundedReader.LargestDeflateRatio)
        {
            throw FormatError.In(name, $"the PNG header claims {header.Width:N0} x {header.Height:N0} pixels, "
                + $"more than {chunks.PixelBytes:N0} compressed bytes can hold");
        }

        var samples = new byte[decodedBytes];
        Unpack(header, chunks.Pixels(file), decoder, samples, name);
        return new PngImage(header.Width, header.Height, decoder.Channels, decoder.BitDepth, samples)
        {
            SourceColor = header.Color,
            SourceBitDepth = header.BitDepth,
            SourceInterlaced = header.Interlaced,
        };
    }

    private static void CheckSignature(ReadOnlySpan<byte> file, string name)
    {
        if (file.StartsWith(PngChunk.Signature))
            return;
        if (file.IsEmpty)
            throw FormatError.In(name, "the file is empty, a PNG picture expected");
        var start = file[..Math.Min(file.Length, 256)];
        throw FormatError.In(name, PngChunk.Signature.StartsWith(start) ? "the PNG picture is cut short within its signature"
            : FormatError.LooksLikeHtml(start) ? "an HTML or XML page, a PNG picture expected"
            : start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "a JPEG picture, only PNG is read"
            : start.StartsWith("GIF8"u8) ? "a GIF picture, only PNG is read"
            : FormatError.LooksLikeText(start) ? "a text file, not a PNG picture"
            : $"not a PNG picture: it starts with {FormatError.Hex(start[..Math.Min(start.Length, 8)])}");
    }

    private static PngChunks Collect(byte[] file, string name)
    {
        var offset = PngChunk.Signature.Length;
        var first = PngChunk.Read(file, ref offset, name);
        if (first.Type != "IHDR")
            throw FormatError.In(name, $"the first PNG chunk is {first.Type}, IHDR expected");
        var chunks = new PngChunks(PngHeader.Parse(first.Data, name), name);
        while (true)
        {
            var chunk = PngChunk.Read(file, ref offset, name);
            if (chunk.Type == "IEND")
                return chunk.Data.IsEmpty ? chunks : throw FormatError.In(name, "the PNG end chunk IEND is not empty");
            chunks.Add(chunk, offset - 4 - chunk.Data.Length);
        }
    }

    private static void Unpack(PngHeader header, Stream compressed, PngRowDecoder decoder, byte[] samples, string name)
    {
        CheckZlibHeader(compressed, name);
        using var rows = new ZLibStream(compressed, CompressionMode.Decompress);
        var widest = 1 + header.RowBytes(header.Width);
        var row = new byte[widest];
        var above = new byte[widest];
        foreach (var pass in header.Passes)
        {
            var length = 1 + header.RowBytes(pass.Columns);
            Array.Clear(above);
            for (var y = 0; y < pass.Rows; y++)
            {
                if (Read(rows, row.AsSpan(0, length), name) < length)
                    throw FormatError.In(name, "the pixel data of the PNG picture is cut short");
                if (row[0] >= PngFilters.Count)
                    throw FormatError.In(name, $"PNG row filter {row[0]}, expected 0 to {PngFilters.Count - 1}");
                PngFilters.Undo(row[0], row.AsSpan(1, length - 1), above.AsSpan(1), header.FilterDistance);
                decoder.Decode(row.AsSpan(1, length - 1), pass, y, samples);
                (row, above) = (above, row);
            }
        }

        // Asking for one more byte also makes the stream compare its checksum, where there is one: rows that are complete before a missing
        // checksum are taken, as other readers do.
        if (Read(rows, row.AsSpan(0, 1), name) > 0)
            throw FormatError.In(name, "the PNG picture holds more pixel data than its header states");
    }

    private static int Read(ZLibStream rows, Span<byte> target, string name)
    {
        try
        {
            return rows.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            // The compressed bytes lie in memory: whatever fails here is their content.
            throw FormatError.In(name, "the compressed pixel data of the PNG picture is damaged or cut short", error);
        }
    }

    private static void CheckZlibHeader(Stream compressed, string name)
    {
        Span<byte> start = stackalloc byte[2];
        var isWhole = compressed.ReadAtLeast(start, 2, throwOnEndOfStream: false) == 2;
        if (!isWhole || (start[0] & 15) != 8 || ((start[0] << 8) | start[1]) % 31 != 0 || (start[1] & 0x20) != 0)
            throw FormatError.In(name, $"the pixel data of the PNG picture is not a zlib stream (starts with {FormatError.Hex(start)})");
        compressed.Position = 0;
    }
}
