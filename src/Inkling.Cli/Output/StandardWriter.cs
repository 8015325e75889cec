using System.Text;

namespace Inkling.Cli.Output;

/// <summary>Standard output as text; an error names it: "standard output: the disk is full".</summary>
internal sealed class StandardWriter : TextWriter
{
    /// <summary>The name of standard output in an error.</summary>
    public const string OutputName = "standard output";

    private static readonly bool IsClosed = Descriptors.IsClosed(1);

    private StandardWriter()
    {
    }

    /// <summary>Gets standard output.</summary>
    public static TextWriter Output { get; } = new StandardWriter();

    public override Encoding Encoding => Console.Out.Encoding;

    private static TextWriter Inner => IsClosed ? throw Closed() : Console.Out;

    /// <summary>Opens standard output for bytes.</summary>
    /// <exception cref="CliException">It is closed.</exception>
    public static Stream OpenOutput() => IsClosed ? throw Closed() : Console.OpenStandardOutput();

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

    public override void Write(char value) => ErrorHandling.Naming(OutputName, () => Inner.Write(value));

    public override void Write(string? value) => ErrorHandling.Naming(OutputName, () => Inner.Write(value));

    public override void Write(char[] buffer, int index, int count) =>
        ErrorHandling.Naming(OutputName, () => Inner.Write(buffer, index, count));

    public override void WriteLine(string? value) => ErrorHandling.Naming(OutputName, () => Inner.WriteLine(value));

    public override void Flush() => ErrorHandling.Naming(OutputName, () => Inner.Flush());

    private static CliException Closed() => new($"{OutputName}: closed");
}
