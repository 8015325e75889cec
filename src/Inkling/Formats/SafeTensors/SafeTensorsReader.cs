using System.Buffers.Binary;
using System.Text.Unicode;

namespace Inkling.Formats;

/// <summary>Reads a safetensors file. The header is validated against the length of the file before the data is read.</summary>
internal static class SafeTensorsReader
{
    public const int LengthBytes = 8;
    public const string MetadataKey = "__metadata__";

    // The length of the header, and enough to recognise an HTML page.
    private const int StartBytes = 256;

    /// <summary>Reads a file from memory, to which the tensors refer.</summary>
    public static SafeTensorsFile Read(ReadOnlyMemory<byte> content, string name)
    {
        var dataBegin = LengthBytes + HeaderLength(content.Span, content.Length, name);
        var data = content[dataBegin..];
        var (entries, metadata) = Parse(content.Span[LengthBytes..dataBegin], data.Length, name);
        return Create(entries, metadata, data, name);
    }

    /// <summary>Reads from the position of a seekable stream to its end.</summary>
    public static SafeTensorsFile Read(Stream stream, string name)
    {
        var (begin, length) = (stream.Position, BoundedReader.LengthLeft(stream, name, SafeTensors.MaximumFileBytes));
        var start = BoundedReader.ReadUpTo(stream, Math.Min(length, StartBytes), isBacked: true);
        var dataBegin = LengthBytes + HeaderLength(start, length, name);
        stream.Position = begin + LengthBytes;
        var header = ReadWhole(stream, dataBegin - LengthBytes, name);
        var (entries, metadata) = Parse(header, length - dataBegin, name);
        return Create(entries, metadata, ReadWhole(stream, length - dataBegin, name), name);
    }

    private static byte[] ReadWhole(Stream stream, int count, string name)
    {
        var bytes = BoundedReader.ReadUpTo(stream, count, isBacked: true);
        return bytes.Length == count ? bytes : throw FormatError.In(name, "cut short while it was read");
    }

    private static SafeTensorsFile Create(
        IReadOnlyList<SafeTensorsEntry> entries, Dictionary<string, string> metadata, ReadOnlyMemory<byte> data, string name) => new(
        name,
        [.. entries.Select(entry => new SafeTensor(entry.Name, entry.Type, entry.Shape, data[(int)entry.Begin..(int)entry.End]))],
        metadata);

    /// <summary>Parses the header, whose tensors have to cover the data.</summary>
    /// <returns>The tensors in the order of their data, and the metadata.</returns>
    private static (IReadOnlyList<SafeTensorsEntry> Entries, Dictionary<string, string> Metadata) Parse(
        ReadOnlySpan<byte> header, int dataLength, string name)
    {
        if (header.IsEmpty || header[0] != '{')
            throw FormatError.In(name, "the header does not begin with '{' (not a safetensors file?)");
        if (!Utf8.IsValid(header))
            throw FormatError.In(name, "the header is not valid UTF-8");
        var (unordered, metadata) = SafeTensorsHeader.Parse(header, name);
        SafeTensorsEntry[] entries = [.. unordered.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End)];
        var end = 0L;
        foreach (var entry in entries)
        {
            if (entry.Begin != end)
            {
                throw FormatError.In(name, $"tensor {FormatError.Quote(entry.Name)} begins at {entry.Begin} of the data, "
                    + (entry.Begin < end ? $"which overlaps with the one before (it ends at {end})" : $"which leaves a gap behind {end}"));
            }

            end = entry.End;
            if (end > dataLength)
            {
                throw FormatError.In(
                    name, $"tensor {FormatError.Quote(entry.Name)} ends at {end} of the data, which ends at {dataLength} (cut short?)");
            }
        }

        return end == dataLength
            ? (entries, metadata)
            : throw FormatError.In(name, $"{dataLength - end:N0} bytes follow after the last tensor");
    }

    /// <summary>Reads the length of the header from the start of a file.</summary>
    private static int HeaderLength(ReadOnlySpan<byte> start, int fileLength, string name)
    {
        if (start.IsEmpty)
            throw FormatError.In(name, "the file is empty, a safetensors file expected");
        if (start.Length < LengthBytes)
            throw FormatError.In(name, $"cut short after {start.Length} bytes, a safetensors header expected");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length > SafeTensors.MaximumHeaderBytes && FormatError.LooksLikeHtml(start[..Math.Min(start.Length, StartBytes)]))
            throw FormatError.In(name, "an HTML page, a safetensors file expected (a download that went wrong leaves such a file)");
        if (length > SafeTensors.MaximumHeaderBytes)
            throw FormatError.In(
                name, $"a header of {length:N0} bytes, at most {SafeTensors.MaximumHeaderBytes:N0} are read (not a safetensors file?)");
        return length <= (ulong)(fileLength - LengthBytes)
            ? (int)length
            : throw FormatError.In(
                name, $"a header of {length:N0} bytes, the file has {fileLength - LengthBytes:N0} for it (cut short?)");
    }
}
