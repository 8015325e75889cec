using System.CommandLine;
using Inkling.Cli.Output;
using Inkling.Formats;

namespace Inkling.Cli;

/// <summary>--verbose: the stack trace of an error, below its line.</summary>
internal static class Verbose
{
    /// <summary>The environment variable that does what the option does.</summary>
    public const string Variable = "INKLING_VERBOSE";
    private const string Name = "--verbose";

    /// <summary>Creates the option of every command.</summary>
    public static Option<bool> Option() => new(Name)
    {
        Description = $"Show the stack trace of an error, as {Variable}=1 does",
        Arity = ArgumentArity.Zero,
        Recursive = true,
    };

    /// <summary>Gets whether traces are shown; known before the command line is parsed, for errors of the parser.</summary>
    public static bool IsRequested(string[] args) =>
        args.TakeWhile(arg => arg != "--").Contains(Name) || Environment.GetEnvironmentVariable(Variable) is not (null or "" or "0");

    /// <summary>Writes the trace of an error to standard error; for one that is a bug, also where to report it.</summary>
    public static void Show(Exception error, bool isForeseen)
    {
        foreach (var line in error.ToString().Split('\n'))
            StandardWriter.TryWriteError(ControlCharacters.Escape(line.TrimEnd('\r')));
        if (!isForeseen)
            StandardWriter.TryWriteError(
                "This is a bug of inkling; CONTRIBUTING.md and SECURITY.md in its repository say how to report it.");
    }
}
