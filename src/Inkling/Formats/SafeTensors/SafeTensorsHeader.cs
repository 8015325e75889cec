using System.Text.Json;

namespace Inkling.Formats;

/// <summary>The entry of a tensor in the header; <see cref="Begin"/> and <see cref="End"/> are byte offsets in the data.</summary>
internal sealed record SafeTensorsEntry(string Name, SafeTensorType Type, int[] Shape, long Begin, long End);

/// <summary>
/// Parses the JSON header: only the three known properties of a tensor, each once, and text by key in the metadata.
/// </summary>
internal ref struct SafeTensorsHeader
{
    private readonly string _name;
    private Utf8JsonReader _json;

    private SafeTensorsHeader(ReadOnlySpan<byte> header, string name)
    {
        _name = name;
        _json = new Utf8JsonReader(header);
    }

    public static (List<SafeTensorsEntry> Entries, Dictionary<string, string> Metadata) Parse(ReadOnlySpan<byte> header, string name)
    {
        try
        {
            return new SafeTensorsHeader(header, name).Parse();
        }
        catch (JsonException error)
        {
            var where = error.BytePositionInLine is { } position ? $" (near byte {position})" : "";
            throw FormatError.In(name, $"the header is not valid JSON{where}", error);
        }
        catch (InvalidOperationException error)
        {
            // An unpaired surrogate in a string is detected only when the string is read.
            throw FormatError.In(name, "the header holds text that is not valid Unicode", error);
        }
    }

    private (List<SafeTensorsEntry> Entries, Dictionary<string, string> Metadata) Parse()
    {
        var entries = new List<SafeTensorsEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        Expect(JsonTokenType.StartObject, "the header");
        while (NextProperty() is { } key)
        {
            if (!names.Add(key))
                throw Wrong($"{FormatError.Quote(key)} occurs in the header twice");
            if (key == SafeTensorsReader.MetadataKey)
                ReadMetadata(metadata);
            else
                entries.Add(ReadEntry(key));
        }

        // Also detects text after the object; padding with spaces is allowed.
        _json.Read();
        return (entries, metadata);
    }

    private void ReadMetadata(Dictionary<string, string> metadata)
    {
        Expect(JsonTokenType.StartObject, "the metadata");
        while (NextProperty() is { } key)
        {
            Expect(JsonTokenType.String, $"metadata {FormatError.Quote(key)}");
            if (!metadata.TryAdd(key, _json.GetString()!))
                throw Wrong($"metadata {FormatError.Quote(key)} occurs in the header twice");
        }
    }

    private SafeTensorsEntry ReadEntry(string name)
    {
        var what = $"tensor {FormatError.Quote(name)}";
        Expect(JsonTokenType.StartObject, what);
        SafeTensorType? type = null;
        int[]? shape = null;
        long[]? offsets = null;
        while (NextProperty() is { } key)
        {
            var isFirst = key switch { "dtype" => type is null, "shape" => shape is null, "data_offsets" => offsets is null, _ => true };
            if (!isFirst)
                throw Wrong($"{what} states {key} twice");
            switch (key)
            {
                case "dtype":
                    type = ReadType(what);
                    break;
                case "shape":
                    shape = [.. ReadIntegers($"the shape of {what}", int.MaxValue).Select(size => (int)size)];
                    break;
                case "data_offsets":
                    offsets = [.. ReadIntegers($"data_offsets of {what}", long.MaxValue)];
                    break;
                default:
                    throw Wrong($"{what} has the property {FormatError.Quote(key)}, only dtype, shape and data_offsets are known");
            }
        }

        if (type is null || shape is null || offsets is null)
            throw Wrong($"{what} lacks {(type is null ? "dtype" : shape is null ? "shape" : "data_offsets")}");
        if (offsets.Length != 2 || offsets[0] > offsets[1])
            throw Wrong($"data_offsets of {what} are {FormatError.List(offsets)}, begin and end expected");
        if (!type.Value.TryBytes(shape, out var bytes))
            throw Wrong($"the shape {FormatError.List(shape)} of {what} overflows");
        if (bytes != offsets[1] - offsets[0])
            throw Wrong($"{what} has {offsets[1] - offsets[0]} bytes of data, {type} {FormatError.List(shape)} needs {bytes}");
        return new SafeTensorsEntry(name, type.Value, shape, offsets[0], offsets[1]);
    }

    private SafeTensorType ReadType(string what)
    {
        Expect(JsonTokenType.String, $"dtype of {what}");
        var text = _json.GetString()!;
        return SafeTensorTypes.TryParse(text, out var type) ? type : throw Wrong($"{what} has the unknown dtype {FormatError.Quote(text)}");
    }

    private List<long> ReadIntegers(string what, long maximum)
    {
        var values = new List<long>();
        Expect(JsonTokenType.StartArray, what);
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType != JsonTokenType.Number || !_json.TryGetInt64(out var value) || value < 0 || value > maximum)
                throw Wrong($"{what} holds something other than integers from 0 to {maximum}");
            values.Add(value);
        }

        return values;
    }

    /// <summary>Gets the key of the next property of the object, or null at its end.</summary>
    private string? NextProperty() => _json.Read() && _json.TokenType == JsonTokenType.PropertyName ? _json.GetString() : null;

    private void Expect(JsonTokenType token, string what)
    {
        _json.Read();
        if (_json.TokenType != token)
        {
            var expected = token switch { JsonTokenType.StartObject => "an object", JsonTokenType.StartArray => "an array", _ => "text" };
            throw Wrong($"{what} is {_json.TokenType} in the JSON header, {expected} expected");
        }
    }

    private readonly InvalidDataException Wrong(string what) => FormatError.In(_name, what);
}
