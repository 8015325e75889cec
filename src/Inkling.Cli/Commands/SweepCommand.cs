using System.CommandLine;
using System.Diagnostics;
using Inkling.Cli.Output;
using Inkling.Cli.Sweeps;
using Inkling.Training;

namespace Inkling.Cli.Commands;

/// <summary>inkling sweep: trainings with different settings, side by side, in one table.</summary>
internal static class SweepCommand
{
    private static readonly Option<int?> Threads =
        Values.Whole("--threads", "Runs at once; the result is the same [default: one per processor]", 1, 256);
    private static readonly Option<string> Out = Values.Text("--out", "A folder to keep the numbers and figures in", "DIR");
    private static readonly Option<bool> AsJson = Values.Switch("--json", "Print the result as one JSON object");

    public static Command Create()
    {
        var command = new Command("sweep", "Compare settings: train every combination of some lists, side by side on all cores.");
        foreach (var option in (Option[])[.. SweepOptions.All, Threads, Out, AsJson])
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
        SweepOptions.Check(parsed);
        var plan = SweepOptions.Open(parsed, screen, json, interruption.Token);
        using var folder = parsed.GetValue(Out) is { } path ? new SweepFolder(path) : null;
        ShowStart(screen, plan);

        var start = Stopwatch.GetTimestamp();
        var runs = screen.WithProgress("training", report => plan.Sweep.Run(
            plan.Train, plan.Validation, progress => Tell(screen, report, plan, progress), interruption.Token));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (runs.Count == 0)
            throw new OperationCanceledException("stopped before the first run was done");

        SweepTable.Show(screen, plan, runs);
        folder?.Save(plan, runs);
        screen.Line();
        var outcome = Outcome(plan, runs, seconds, parsed.GetValue(Out));
        var isComplete = runs.Count == plan.Settings.Count;
        screen.Line(outcome, isComplete ? "bold" : "yellow");
        if (json && !isComplete)
            CommandLine.Report(outcome);
        if (json)
            Json.Print(writer => SweepJson.Write(writer, plan, runs, seconds, parsed.GetValue(Out)));
        return isComplete ? ExitCode.Done : ExitCode.Stopped;
    }

    private static void ShowStart(Screen screen, SweepPlan plan)
    {
        var plain = plan.Sweep.Plain;
        screen.Line(
            $"{Format.Counted(plan.Settings.Count, "run")} of {plain.Model} with {Format.Counted(plain.Epochs, "epoch")} each, "
            + $"{Math.Min(Compute.Threads, plan.Settings.Count)} at a time");
        screen.Line(
            $"{plan.Data.Name}: {Format.Counted(plan.Train.Count, "training image")} to learn from, {Format.Count(plan.Validation.Count)} others of the training "
            + "set held out to measure on; the test images are not looked at");
    }

    /// <summary>A terminal shows how far it is all the time, a file a line for each run.</summary>
    private static void Tell(Screen screen, ProgressReport report, SweepPlan plan, SweepProgress progress)
    {
        var left = progress.Done == progress.Runs ? "" : $", {Left(progress.Remaining)} left";
        report.Report(progress.Share, $"{progress.Done} of {progress.Runs} runs done{left}");
        if (progress.Run is { } run && !screen.IsTerminal)
            screen.Line(
                $"{progress.Done} of {progress.Runs}: {SweepColumns.Title(run.Settings, plan)}: {SweepTable.Percent(run.Accuracy)}, {SweepTable.Curve(run)}{left}");
    }

    private static string Left(TimeSpan time) =>
        time.TotalSeconds < 99.5
            ? $"{Math.Ceiling(time.TotalSeconds):0} s"
            : time.TotalMinutes < 99.5 ? $"{time.TotalMinutes:0} min" : $"{time.TotalHours:0} h";

    private static string Outcome(SweepPlan plan, IReadOnlyList<SweepRun> runs, double seconds, string? folder)
    {
        var done = runs.Count == plan.Settings.Count
            ? $"{Format.Counted(runs.Count, "run")} in {seconds:0.0} s, {runs.Sum(run => run.Seconds):0.0} s of training side by side"
            : $"stopped after {runs.Count} of {plan.Settings.Count} runs";
        return folder is null ? done : $"{done}. Numbers and figures are kept in {folder}";
    }
}
