using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Inkling.Cli.Output;

/// <summary>JSON for programs: complete in memory before a byte of it is written.</summary>
internal static class Json
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text as UTF-8, with a line end.</summary>
    public static ReadOnlyMemory<byte> Bytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
            write(writer);
        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }

    /// <summary>Writes to standard output.</summary>
    public static void Print(Action<Utf8JsonWriter> write)
    {
        var bytes = Bytes(write);
        Failures.Naming("standard output", () =>
        {
            using var output = Console.OpenStandardOutput();
            output.Write(bytes.Span);
        });
    }
}
