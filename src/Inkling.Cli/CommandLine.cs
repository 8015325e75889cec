using System.CommandLine;
using System.CommandLine.Help;
using Inkling.Cli.Commands;
using Inkling.Cli.Output;

namespace Inkling.Cli;

/// <summary>The commands of the program, and its errors.</summary>
internal static class CommandLine
{
    private static readonly Dictionary<string, Func<Command>> Commands = new()
    {
        ["train"] = TrainCommand.Create,
        ["evaluate"] = EvaluateCommand.Create,
        ["predict"] = PredictCommand.Create,
        ["report"] = ReportCommand.Create,
        ["explain"] = ExplainCommand.Create,
        ["attack"] = AttackCommand.Create,
        ["data"] = DataCommand.Create,
        ["lr-find"] = LearningRateCommand.Create,
        ["sweep"] = SweepCommand.Create,
        ["lab"] = LabCommand.Create,
        ["serve"] = ServeCommand.Create,
        ["info"] = InfoCommand.Create,
    };

    // A file name may begin with @.
    private static readonly ParserConfiguration Parser = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs the command of a command line; every error is reported, none is thrown.</summary>
    public static int Run(string[] args) => Run(args, Commands);

    /// <inheritdoc cref="Run(string[])"/>
    /// <param name="args">The command line.</param>
    /// <param name="commands">The commands by name.</param>
    internal static int Run(string[] args, IReadOnlyDictionary<string, Func<Command>> commands)
    {
        var isVerbose = Verbose.IsRequested(args);
        var help = "inkling";
        try
        {
            // The options of the other commands are not created: that takes a tenth of the time of a short command.
            var root = args is [var name, ..] && commands.TryGetValue(name, out var create)
                ? Root(create())
                : Root([.. commands.Values.Select(each => each())]);
            var parsed = root.Parse(args, Parser);
            help = Help.CommandFor(parsed.CommandResult);
            if (parsed.Errors.Count > 0 && parsed.Action is not Help)
                throw new UsageException(parsed.Errors[0].Message.TrimEnd('.') + Suggestion.For(parsed));
            return parsed.Invoke(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = StandardWriter.Output,
            });
        }
        catch (Exception error)
        {
            return Fail(error, help, isVerbose);
        }
    }

    /// <summary>Writes a line to standard error.</summary>
    public static void Report(string line) => StandardWriter.TryWriteError(ErrorHandling.OneLine($"inkling: {line}"));

    /// <summary>Reports the error that ends the program.</summary>
    /// <param name="error">The error.</param>
    /// <param name="help">The command whose help a usage error points at.</param>
    /// <param name="isVerbose">Whether the stack trace is shown.</param>
    /// <returns>The exit code.</returns>
    internal static int Fail(Exception error, string help, bool isVerbose)
    {
        error = ErrorHandling.Cause(error);
        var isForeseen = ErrorHandling.IsExpected(error) || error is UsageException or OperationCanceledException or OutOfMemoryException;
        Report(error switch
        {
            UsageException => $"{error.Message} (see {help} --help)",
            OperationCanceledException => "stopped",
            OutOfMemoryException => "out of memory",
            _ when isForeseen => ErrorHandling.Describe(error),
            _ when isVerbose => $"unexpected error: {error.GetType().Name}: {error.Message}",
            _ => $"unexpected error: {error.GetType().Name}: {error.Message}; {Verbose.Variable}=1 shows where",
        });
        if (isVerbose)
            Verbose.Show(error, isForeseen);
        return error switch
        {
            UsageException => ExitCode.Usage,
            OperationCanceledException => ExitCode.Interrupted,
            _ => ExitCode.Failure,
        };
    }

    /// <summary>Creates the root with all commands.</summary>
    internal static Command Create() => Root([.. Commands.Values.Select(create => create())]);

    private static Command Root(params ReadOnlySpan<Command> commands)
    {
        var root = new Command("inkling", "Trains neural networks that recognise handwritten digits.");
        foreach (var command in commands)
            root.Subcommands.Add(command);
        root.Options.Add(new HelpOption("--help", "-h", "-?") { Description = "Show this help", Action = new Help() });
        root.Options.Add(new VersionOption("--version") { Description = "Show the version" });
        root.Options.Add(Verbose.Option());
        root.SetAction(NoCommand);
        return root;
    }

    private static int NoCommand(ParseResult parsed) =>
        throw new UsageException($"no command given, expected {string.Join(", ", Commands.Keys)}");
}
