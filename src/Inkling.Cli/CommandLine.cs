using System.CommandLine;
using System.CommandLine.Help;
using Inkling.Cli.Commands;

namespace Inkling.Cli;

/// <summary>The commands of the program, and its errors.</summary>
internal static class CommandLine
{
    public static int Run(string[] args)
    {
        var root = Create();
        var parsed = root.Parse(args);
        var help = Help.CommandFor(parsed.CommandResult);
        try
        {
            if (parsed.Errors.Count > 0 && parsed.Action is not Help)
                throw new UsageException(parsed.Errors[0].Message);
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (UsageException error)
        {
            Report($"{error.Message.TrimEnd('.').ReplaceLineEndings(" ")} (see {help} --help)");
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

    internal static Command Create()
    {
        var root = new Command("inkling", "Trains neural networks that recognise handwritten digits.")
        {
            TrainCommand.Create(),
            EvaluateCommand.Create(),
            PredictCommand.Create(),
            ReportCommand.Create(),
            ExplainCommand.Create(),
            AttackCommand.Create(),
            DataCommand.Create(),
            LearningRateCommand.Create(),
            SweepCommand.Create(),
            InfoCommand.Create(),
        };
        root.Options.Add(new HelpOption("--help", "-h", "-?") { Description = "Show this help", Action = new Help() });
        root.Options.Add(new VersionOption("--version") { Description = "Show the version" });
        root.SetAction(NoCommand);
        return root;
    }

    private static int NoCommand(ParseResult parsed) => throw new UsageException(
        $"no command given, expected {string.Join(", ", parsed.CommandResult.Command.Subcommands.Select(command => command.Name))}");
}
