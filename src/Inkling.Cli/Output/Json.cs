using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Inkling.Cli.Output;

/// <summary>JSON output: complete in memory before a byte of it is written.</summary>
internal static class Json
{
    public static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text as UTF-8, with a line end.</summary>
    public static ReadOnlyMemory<byte> Bytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
            write(writer);
        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }

    /// <summary>A class: a digit is a number, any other class is its name.</summary>
    public static void WriteClass(this Utf8JsonWriter json, string property, string name)
    {
        if (int.TryParse(name, out var digit))
            json.WriteNumber(property, digit);
        else
            json.WriteString(property, name);
    }

    /// <summary>Many numbers, in one line; null for those that are infinite or NaN.</summary>
    public static void WriteNumbers(this Utf8JsonWriter json, string property, ReadOnlySpan<float> values)
    {
        var text = new StringBuilder("[");
        for (var i = 0; i < values.Length; i++)
            text.Append(i == 0 ? "" : ", ")
                .Append(float.IsFinite(values[i]) ? values[i].ToString("R", CultureInfo.InvariantCulture) : "null");
        json.WritePropertyName(property);
        json.WriteRawValue(text.Append(']').ToString());
    }

    /// <summary>A number; null where it is infinite or NaN.</summary>
    public static void WriteFinite(this Utf8JsonWriter json, string property, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(property, value);
        else
            json.WriteNull(property);
    }

    /// <summary>Writes to standard output.</summary>
    public static void Print(Action<Utf8JsonWriter> write)
    {
        var bytes = Bytes(write);
        ErrorHandling.Naming(StandardWriter.OutputName, () =>
        {
            using var output = StandardWriter.OpenOutput();
            output.Write(bytes.Span);
        });
    }
}
