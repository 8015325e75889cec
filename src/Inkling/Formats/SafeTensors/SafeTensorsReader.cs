using System.Buffers.Binary;
using System.Text.Unicode;

namespace Inkling.Formats;

/// <summary>Reads a safetensors file from memory.</summary>
internal static class SafeTensorsReader
{
    public const int LengthBytes = 8;
    public const string MetadataKey = "__metadata__";

    public static SafeTensorsFile Read(ReadOnlyMemory<byte> content, string name)
    {
        var header = Header(content.Span, name);
        var (entries, metadata) = SafeTensorsHeader.Parse(header, name);
        var data = content[(LengthBytes + header.Length)..];
        var tensors = new List<SafeTensor>(entries.Count);
        var end = 0L;
        foreach (var entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != end)
            {
                throw FormatError.In(name, $"tensor {FormatError.Quote(entry.Name)} begins at {entry.Begin} of the data, "
                    + (entry.Begin < end ? $"which overlaps with the one before (it ends at {end})" : $"which leaves a gap behind {end}"));
            }

            end = entry.End;
            if (end > data.Length)
            {
                throw FormatError.In(
                    name, $"tensor {FormatError.Quote(entry.Name)} ends at {end} of the data, which ends at {data.Length} (cut short?)");
            }

            tensors.Add(new SafeTensor(entry.Name, entry.Type, entry.Shape, data[(int)entry.Begin..(int)end]));
        }

        if (end != data.Length)
            throw FormatError.In(name, $"{data.Length - end:N0} bytes follow after the last tensor");
        return new SafeTensorsFile(name, tensors, metadata);
    }

    private static ReadOnlySpan<byte> Header(ReadOnlySpan<byte> content, string name)
    {
        if (content.IsEmpty)
            throw FormatError.In(name, "the file is empty, a safetensors file expected");
        if (content.Length < LengthBytes)
            throw FormatError.In(name, $"cut short after {content.Length} bytes, a safetensors header expected");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(content);
        if (length > SafeTensors.MaximumHeaderBytes && FormatError.LooksLikeHtml(content[..Math.Min(content.Length, 256)]))
            throw FormatError.In(name, "an HTML page, a safetensors file expected (a download that went wrong leaves such a file)");
        if (length > SafeTensors.MaximumHeaderBytes)
            throw FormatError.In(
                name, $"a header of {length:N0} bytes, at most {SafeTensors.MaximumHeaderBytes:N0} are read (not a safetensors file?)");
        if (length > (ulong)(content.Length - LengthBytes))
            throw FormatError.In(
                name, $"a header of {length:N0} bytes, the file has {content.Length - LengthBytes:N0} for it (cut short?)");
        var header = content.Slice(LengthBytes, (int)length);
        if (header.IsEmpty || header[0] != '{')
            throw FormatError.In(name, "the header does not begin with '{' (not a safetensors file?)");
        return Utf8.IsValid(header) ? header : throw FormatError.In(name, "the header is not valid UTF-8");
    }
}
