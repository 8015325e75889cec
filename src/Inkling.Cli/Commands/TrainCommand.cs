using System.CommandLine;
using Inkling.Cli.Output;
using Inkling.Cli.Runs;

namespace Inkling.Cli.Commands;

/// <summary>inkling train: trains a network and keeps it in a run folder.</summary>
internal static class TrainCommand
{
    private static readonly TrainOptions TrainOptions = new(RunConfig.Settings, RunConfig.Execution["checkpoint-every"]);
    private static readonly Option<string> Out = Options.Text("--out", "The folder of the run [default: runs/TIME-MODEL]", "DIR");
    private static readonly Option<string> Resume = Options.Text(
        "--resume", "Resume a run that was stopped or killed from its newest checkpoint, with its settings", "RUN");

    public static Command Create()
    {
        var command = new Command("train", "Train a network to recognise digits and keep it in a run folder.");
        foreach (var option in (Option[])[.. TrainOptions.All, CommonOptions.Threads, Out, Resume, CommonOptions.Json])
            command.Options.Add(option);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        using var context = CommandContext.Open(parsed);
        var (resumed, target) = (parsed.GetValue(Resume), parsed.GetValue(Out));
        if (resumed is not null && target is not null)
            throw new UsageException($"--out {target}: a resumed run stays in its folder, expected --resume alone");
        return resumed is null ? Start(parsed, target, context) : Continue(parsed, resumed, context);
    }

    private static int Start(ParseResult parsed, string? target, CommandContext context)
    {
        if (target is not null)
            RunFolder.CheckFree(target);
        var (config, images) = TrainOptions.Open(parsed, context);
        using var folder = RunFolder.Create(target, config.HyperParameters.Model, Json.Bytes(writer => config.Write(writer, images)));
        return Train(new TrainingSession(config, images, folder, context.Screen), context);
    }

    private static int Continue(ParseResult parsed, string run, CommandContext context)
    {
        using var folder = RunFolder.Open(run);
        var (config, images) = TrainOptions.Resume(parsed, run, context);
        var session = new TrainingSession(config, images, folder, context.Screen);
        session.Resume(context.Notify);
        return Train(session, context);
    }

    private static int Train(TrainingSession session, CommandContext context)
    {
        session.Run(context.Cancellation);
        if (context.IsJson && !session.IsComplete)
            CommandLine.Report(session.Outcome);
        if (context.IsJson)
            Json.Print(session.WriteJson);
        return session.IsComplete ? ExitCode.Success : ExitCode.Interrupted;
    }
}
