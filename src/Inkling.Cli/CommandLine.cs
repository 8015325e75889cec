using System.CommandLine;
using System.CommandLine.Help;
using Inkling.Cli.Commands;

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
        ["info"] = InfoCommand.Create,
    };

    public static int Run(string[] args)
    {
        // The options of the other commands are not created: that takes a tenth of the time of a short command.
        var root = args is [var name, ..] && Commands.TryGetValue(name, out var create) ? Create(create()) : Create();
        var parsed = root.Parse(args);
        var help = Help.CommandFor(parsed.CommandResult);
        try
        {
            if (parsed.Errors.Count > 0 && parsed.Action is not Help)
                throw new UsageException(parsed.Errors[0].Message.TrimEnd('.') + Suggestion.For(parsed));
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (UsageException error)
        {
            Report($"{error.Message.ReplaceLineEndings(" ")} (see {help} --help)");
            return ExitCode.Usage;
        }
        catch (OperationCanceledException)
        {
            Report("stopped");
            return ExitCode.Interrupted;
        }
        catch (Exception error) when (ErrorHandling.IsExpected(error))
        {
            Report(ErrorHandling.Describe(error));
            return ExitCode.Failure;
        }
        catch (OutOfMemoryException)
        {
            Report("out of memory");
            return ExitCode.Failure;
        }
    }

    /// <summary>Writes a line to standard error.</summary>
    public static void Report(string line) => Console.Error.WriteLine($"inkling: {line}");

    /// <summary>Creates the root with all commands.</summary>
    internal static Command Create() => Create([.. Commands.Values.Select(create => create())]);

    private static Command Create(params ReadOnlySpan<Command> commands)
    {
        var root = new Command("inkling", "Trains neural networks that recognise handwritten digits.");
        foreach (var command in commands)
            root.Subcommands.Add(command);
        root.Options.Add(new HelpOption("--help", "-h", "-?") { Description = "Show this help", Action = new Help() });
        root.Options.Add(new VersionOption("--version") { Description = "Show the version" });
        root.SetAction(NoCommand);
        return root;
    }

    private static int NoCommand(ParseResult parsed) =>
        throw new UsageException($"no command given, expected {string.Join(", ", Commands.Keys)}");
}
