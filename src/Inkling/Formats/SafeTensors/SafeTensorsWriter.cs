using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Inkling.Formats;

/// <summary>Writes a safetensors file; everything is validated before the first byte is written.</summary>
internal sealed class SafeTensorsWriter
{
    private const int Alignment = 8;

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly SafeTensor[] _tensors;
    private readonly byte[] _header;

    public SafeTensorsWriter(IEnumerable<SafeTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        // The largest elements first: then each tensor begins at a multiple of its element size without padding.
        _tensors = [.. tensors.OrderByDescending(tensor => tensor.Type.Bytes()).ThenBy(tensor => tensor.Name, StringComparer.Ordinal)];
        var names = new HashSet<string>(StringComparer.Ordinal);
        var length = 0L;
        foreach (var tensor in _tensors)
        {
            RequireUnicode(tensor.Name);
            if (tensor.Name == SafeTensorsReader.MetadataKey)
                throw new ArgumentException($"SafeTensors: the name {tensor.Name} is reserved", nameof(tensors));
            if (!names.Add(tensor.Name))
                throw new ArgumentException($"SafeTensors: two tensors are called {FormatError.Quote(tensor.Name)}", nameof(tensors));
            length += tensor.Bytes.Length;
        }

        _header = Header(metadata);
        if (_header.Length - SafeTensorsReader.LengthBytes > SafeTensors.MaximumHeaderBytes)
        {
            throw new ArgumentException(
                $"SafeTensors: names and metadata need a header of {_header.Length:N0} bytes, too long to be read again", nameof(metadata));
        }

        if (_header.Length + length > SafeTensors.MaximumFileBytes)
        {
            throw new ArgumentException(
                $"SafeTensors: {length:N0} bytes of values, the file may have {SafeTensors.MaximumFileBytes:N0}", nameof(tensors));
        }
    }

    public void Write(Stream stream)
    {
        stream.Write(_header);
        foreach (var tensor in _tensors)
            stream.Write(tensor.Bytes.Span);
    }

    /// <summary>The length, the JSON, and spaces up to a multiple of 8 bytes.</summary>
    private byte[] Header(IReadOnlyDictionary<string, string>? metadata)
    {
        var bytes = new MemoryStream();
        bytes.Write(stackalloc byte[SafeTensorsReader.LengthBytes]);
        using (var json = new Utf8JsonWriter(bytes, Json))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
                WriteMetadata(json, metadata);
            var begin = 0L;
            foreach (var tensor in _tensors)
            {
                WriteEntry(json, tensor, begin);
                begin += tensor.Bytes.Length;
            }

            json.WriteEndObject();
        }

        while (bytes.Length % Alignment != 0)
            bytes.WriteByte((byte)' ');
        var header = bytes.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(header, header.Length - SafeTensorsReader.LengthBytes);
        return header;
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(SafeTensorsReader.MetadataKey);
        foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            RequireUnicode(key);
            RequireUnicode(value);
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, SafeTensor tensor, long begin)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", tensor.Type.ToString());
        json.WriteStartArray("shape");
        foreach (var size in tensor.Shape)
            json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        json.WriteNumberValue(begin + tensor.Bytes.Length);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void RequireUnicode(string text)
    {
        try
        {
            StrictUtf8.GetByteCount(text);
        }
        catch (EncoderFallbackException error)
        {
            throw new ArgumentException($"SafeTensors: {FormatError.Quote(text)} is not valid Unicode text", error);
        }
    }
}
