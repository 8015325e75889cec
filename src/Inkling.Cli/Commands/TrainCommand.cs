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
        "--resume",
        "Resume a run that was stopped or killed from its newest checkpoint, with its settings; --epochs may be another number where the "
        + "schedule is constant", "RUN");

    private static readonly Option<bool> IgnoreArithmetic = Options.Switch(
        "--ignore-arithmetic", "Resume a run even where this machine rounds otherwise, so that its weights become others");

    public static Command Create()
    {
        var command = new Command("train", "Train a network to recognise digits and keep it in a run folder.");
        foreach (var option in (Option[])[.. TrainOptions.All, CommonOptions.Threads, Out, Resume, IgnoreArithmetic, CommonOptions.Json])
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
        if (resumed is null && parsed.GetValue(IgnoreArithmetic))
            throw new UsageException($"{IgnoreArithmetic.Name}: a new run has the arithmetic of this machine, expected --resume with it");
        return resumed is null ? Start(parsed, target, context) : Continue(parsed, resumed, context);
    }

    private static int Start(ParseResult parsed, string? target, CommandContext context)
    {
        if (target is not null)
            RunFolder.CheckFree(target);
        var (config, images) = TrainOptions.Open(parsed, context);
        context.BeginSaving();
        using var folder = RunFolder.Create(target, config.HyperParameters.Model, Json.Bytes(writer => config.Write(writer, images)));
        return Train(new TrainingSession(config, images, folder, context.Screen), context);
    }

    private static int Continue(ParseResult parsed, string run, CommandContext context)
    {
        using var folder = RunFolder.Open(run);
        var started = ErrorHandling.Naming(run, () => RunConfig.Read(run));
        var config = TrainOptions.Resume(parsed, started, run);
        var ignoresArithmetic = parsed.GetValue(IgnoreArithmetic);
        if (ignoresArithmetic)
            config = config with { Arithmetic = Compute.Arithmetic };
        var point = ResumePoint.Find(folder, context.Notify);
        point?.Check(config, RunFolder.ConfigIn(run), ignoresArithmetic);
        ResumePoint.CheckArithmetic(config, run);
        if (config.Inkling != RunConfig.Version)
            context.Notify(
                $"{run}: started with version {config.Inkling}, this is {RunConfig.Version}: the weights may differ from those of an "
                + "undisturbed run");
        var images = TrainOptions.OpenImages(config, context);
        context.BeginSaving();
        var session = new TrainingSession(config, images, folder, context.Screen);
        session.Resume(point, context.Notify);

        // With no step left to take, the arithmetic of the weights is what it was.
        if (session.IsComplete)
            config = config with { Arithmetic = started.Arithmetic };
        if (!config.InCheckpoint.SequenceEqual(started.InCheckpoint))
            folder.SaveConfig(Json.Bytes(writer => config.Write(writer, images)));
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
