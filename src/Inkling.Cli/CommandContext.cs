using System.CommandLine;
using Inkling.Cli.Commands;
using Inkling.Cli.Output;

namespace Inkling.Cli;

/// <summary>What every command works with: the screen, whether the result is printed as JSON, and the request to stop.</summary>
internal sealed class CommandContext : IDisposable
{
    private readonly Interruption _interruption = new();

    private CommandContext(bool isJson) => (IsJson, Screen) = (isJson, Screen.Open(isJson));

    /// <summary>Gets whether standard output takes the result as JSON.</summary>
    public bool IsJson { get; }

    /// <summary>Gets where a person reads.</summary>
    public Screen Screen { get; }

    /// <summary>Gets the token that Ctrl+C cancels.</summary>
    public CancellationToken Cancellation => _interruption.Token;

    /// <summary>Applies the options that commands share, --threads and --json.</summary>
    public static CommandContext Open(ParseResult parsed)
    {
        if (parsed.GetValue(CommonOptions.Threads) is { } threads)
            Compute.Threads = threads;
        return new CommandContext(parsed.GetValue(CommonOptions.Json));
    }

    /// <summary>Lets the command end by itself after Ctrl+C from now on, because it has something to save.</summary>
    public void BeginSaving() => _interruption.BeginSaving();

    /// <summary>Shows a notice, on standard error where nobody looks at the screen.</summary>
    public void Notify(string notice)
    {
        if (IsJson && !Screen.IsTerminal)
            CommandLine.Report(notice);
        else
            Screen.Line(notice, "yellow");
    }

    public void Dispose() => _interruption.Dispose();
}
