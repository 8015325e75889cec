using System.CommandLine;
using System.Diagnostics;
using Inkling.Cli.Output;
using Inkling.Cli.Sweeps;
using Inkling.Training;

namespace Inkling.Cli.Commands;

/// <summary>inkling sweep: trains with different hyper-parameters, side by side, and compares the runs in one table.</summary>
internal static class SweepCommand
{
    private static readonly Option<string> Out = Options.Text("--out", "A folder to keep the numbers and figures in", "DIR");

    public static Command Create()
    {
        var command = new Command("sweep", "Compare hyper-parameters: train every combination of some lists, side by side on all cores.");
        foreach (var option in (Option[])[.. SweepOptions.All, CommonOptions.Threads, Out, CommonOptions.Json])
            command.Options.Add(option);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        using var context = CommandContext.Open(parsed);
        var screen = context.Screen;
        var plan = SweepOptions.Open(parsed, SweepOptions.Read(parsed), context);
        context.BeginSaving();
        using var folder = parsed.GetValue(Out) is { } path ? new SweepFolder(path) : null;
        ShowStart(screen, plan);

        var start = Stopwatch.GetTimestamp();
        var runs = screen.WithProgress("training", report => plan.Sweep.Run(
            plan.Train, plan.Validation, progress => ShowProgress(screen, report, plan, progress), context.Cancellation));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (runs.Count == 0)
            throw new OperationCanceledException("stopped before the first run was complete");

        SweepTable.Show(screen, plan, runs);
        folder?.Save(plan, runs);
        screen.Line();
        var outcome = Outcome(plan, runs, seconds, parsed.GetValue(Out));
        var isComplete = runs.Count == plan.Combinations.Count;
        screen.Line(outcome, isComplete ? "bold" : "yellow");
        if (context.IsJson && !isComplete)
            CommandLine.Report(outcome);
        if (context.IsJson)
            Json.Print(writer => SweepJson.Write(writer, plan, runs, seconds, parsed.GetValue(Out)));
        return isComplete ? ExitCode.Success : ExitCode.Interrupted;
    }

    private static void ShowStart(Screen screen, SweepPlan plan)
    {
        var epochs = plan.Combinations.Sum(hyperParameters => (long)hyperParameters.Epochs);
        screen.Line(
            $"{Format.Counted(plan.Combinations.Count, "run")} of {plan.Sweep.Common.Model}, {Format.Counted(epochs, "epoch")} in total, "
            + $"{Math.Min(Compute.Threads, plan.Combinations.Count)} at a time");
        screen.Line(
            $"{plan.Data.Name}: {Format.Counted(plan.Train.Count, "training image")} and "
            + $"{Format.Counted(plan.Validation.Count, "validation image")}, held out of the training set; the test images are not used");
    }

    /// <summary>Shows the progress: a terminal has a bar, a file a line for each run.</summary>
    private static void ShowProgress(Screen screen, ProgressReport report, SweepPlan plan, SweepProgress progress)
    {
        var left = progress.Done == progress.Runs ? "" : $", {Left(progress.Remaining)} left";
        report.Report(progress.Share, $"{progress.Done} of {progress.Runs} runs done{left}");
        if (progress.Run is { } run && !screen.IsTerminal)
            screen.Line(
                $"{progress.Done} of {progress.Runs}: {SweepColumns.Title(run.HyperParameters, plan)}: "
                + $"{SweepTable.Percent(run.Accuracy)}, {SweepTable.Curve(run)}{left}");
    }

    private static string Left(TimeSpan time) =>
        time.TotalSeconds < 99.5
            ? $"{Math.Ceiling(time.TotalSeconds):0} s"
            : time.TotalMinutes < 99.5 ? $"{time.TotalMinutes:0} min" : $"{time.TotalHours:0} h";

    private static string Outcome(SweepPlan plan, IReadOnlyList<SweepRun> runs, double seconds, string? folder)
    {
        var done = runs.Count == plan.Combinations.Count
            ? $"{Format.Counted(runs.Count, "run")} in {seconds:0.0} s, {runs.Sum(run => run.Seconds):0.0} s of training side by side"
            : $"stopped after {runs.Count} of {plan.Combinations.Count} runs";
        return folder is null ? done : $"{done}. Numbers and figures are kept in {folder}";
    }
}
