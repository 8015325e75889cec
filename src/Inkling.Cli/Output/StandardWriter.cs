using System.Text;

namespace Inkling.Cli.Output;

/// <summary>Standard output as text; an error names it: "standard output: the disk is full".</summary>
internal sealed class StandardWriter : TextWriter
{
    /// <summary>The name of standard output in an error.</summary>
    public const string OutputName = "standard output";

    private StandardWriter()
    {
    }

    /// <summary>Gets standard output.</summary>
    public static TextWriter Output { get; } = new StandardWriter();

    public override Encoding Encoding => Console.Out.Encoding;

    /// <summary>Writes a line to standard error. One that is closed or full changes nothing: no place is left to report it.</summary>
    public static void TryWriteError(string line)
    {
        try
        {
            Console.Error.WriteLine(line);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The exit code still tells that the command failed.
        }
    }

    public override void Write(char value) => ErrorHandling.Naming(OutputName, () => Console.Out.Write(value));

    public override void Write(string? value) => ErrorHandling.Naming(OutputName, () => Console.Out.Write(value));

    public override void Write(char[] buffer, int index, int count) =>
        ErrorHandling.Naming(OutputName, () => Console.Out.Write(buffer, index, count));

    public override void WriteLine(string? value) => ErrorHandling.Naming(OutputName, () => Console.Out.WriteLine(value));

    public override void Flush() => ErrorHandling.Naming(OutputName, Console.Out.Flush);
}
