using System.CommandLine;
using Inkling.Cli.Output;
using Inkling.Cli.Runs;
using Inkling.Data;

namespace Inkling.Cli.Commands;

/// <summary>inkling train: from images to a run folder with a model.</summary>
internal static class TrainCommand
{
    private static readonly Option<int?> Threads = Values.Whole(
        "--threads", "Threads to work with; the result is the same [default: one per processor]", 1, 256);

    private static readonly Option<string> Out = Values.Text("--out", "The folder that keeps the run [default: runs/TIME-MODEL]", "DIR");
    private static readonly Option<string> Resume = Values.Text(
        "--resume", "Go on with a run that was stopped or killed, from its newest checkpoint, with its settings", "RUN");

    private static readonly Option<bool> AsJson = Values.Switch("--json", "Print the result as one JSON object");

    public static Command Create()
    {
        var command = new Command("train", "Teach a network to read digits and keep it in a run folder.");
        foreach (var option in (Option[])[.. TrainOptions.All, Threads, Out, Resume, AsJson])
            command.Options.Add(option);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var json = parsed.GetValue(AsJson);
        var screen = Screen.Open(json);
        using var interruption = new Interruption();
        if (parsed.GetValue(Threads) is { } threads)
            Compute.Threads = threads;
        var resumed = parsed.GetValue(Resume);
        if (resumed is not null && parsed.GetValue(Out) is { } other)
            throw new UsageException($"--out {other}: a run that goes on stays in its folder, expected --resume alone");
        if (parsed.GetValue(Out) is { } wanted && RunFolder.HoldsRun(wanted))
            throw new UsageException($"{wanted} holds a run already; name another folder, or --resume it");
        var (config, images) = resumed is null
            ? TrainOptions.Open(parsed, screen, json, interruption.Token)
            : Continue(TrainOptions.Resume(parsed, resumed));

        using var folder = resumed is null
            ? RunFolder.Create(parsed.GetValue(Out), config.Settings.Model, Json.Bytes(writer => config.Write(writer, images)))
            : RunFolder.Open(resumed);
        var session = new TrainingSession(config, images, folder, screen);
        if (resumed is not null)
            session.Resume(notice => DatasetLoader.Tell(notice, screen, json));
        session.Run(interruption.Token);
        if (json && !session.IsComplete)
            CommandLine.Report(session.Outcome);
        if (json)
            Json.Print(session.WriteJson);
        return session.IsComplete ? ExitCode.Done : ExitCode.Stopped;

        (RunConfig, RunImages) Continue(RunConfig kept) => (kept, TrainOptions.OpenImages(kept, screen, json, interruption.Token));
    }
}
