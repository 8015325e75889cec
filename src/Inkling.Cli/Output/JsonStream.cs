using System.Text.Json;

namespace Inkling.Cli.Output;

/// <summary>JSON on standard output in parts, for results of any length.</summary>
internal sealed class JsonStream : IDisposable
{
    private readonly Stream _output = StandardWriter.OpenOutput();

    public JsonStream() => Writer = new Utf8JsonWriter(_output, Json.Indented);

    public Utf8JsonWriter Writer { get; }

    /// <summary>Hands what was written to the system.</summary>
    public void Flush() => ErrorHandling.Naming(StandardWriter.OutputName, Writer.Flush);

    /// <summary>Ends the text with a line end.</summary>
    public void Dispose() => ErrorHandling.Naming(StandardWriter.OutputName, () =>
    {
        Writer.Flush();
        _output.Write("\n"u8);
        _output.Dispose();
    });
}
