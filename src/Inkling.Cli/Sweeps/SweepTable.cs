using System.Globalization;
using Inkling.Cli.Output;
using Inkling.Cli.Runs;
using Inkling.Training;

namespace Inkling.Cli.Sweeps;

/// <summary>The result of a sweep as tables: a row for each run, the means over several seeds, and the best combination.</summary>
internal static class SweepTable
{
    /// <summary>Standard deviations on each side that hold 95 % of a normal distribution.</summary>
    private const double NinetyFivePercent = 1.96;

    public static void Show(Screen screen, SweepPlan plan, IReadOnlyList<SweepRun> runs)
    {
        var groups = SweepGroup.Of(runs);
        var columns = SweepColumns.Differing(plan);
        var isRepeated = columns.Any(column => column.Name == "seed");
        screen.Line();
        string[] measured = ["train loss", "valid loss", "accuracy"];
        screen.Table(
            ["run", .. Names(columns), .. measured, .. isRepeated ? (string[])[] : ["gain"], "seconds", "curve"],
            [.. runs.Select((run, i) => (string[])
            [
                $"{run.Number}", .. Values(columns, run.HyperParameters, plan), .. Measured(run),
                .. isRepeated ? (string[])[] : [Gain(groups[i])], Text(run.Seconds, "0.00"), Curve(run),
            ])]);
        if (isRepeated)
            ShowMeans(screen, plan, groups, [.. columns.Where(column => column.Name != "seed")]);
        screen.Line();
        ShowBest(screen, plan, groups);
    }

    /// <summary>The diagnosis of a run: the class of its curve, and whether it overfits.</summary>
    public static string Curve(SweepRun run) => run.Curve.Name + (run.Overfitting.IsOverfitting ? ", overfitting" : "");

    /// <summary>A share in percent; "-" where it is NaN.</summary>
    public static string Percent(double share) => double.IsFinite(share) ? Format.Percent(share) : "-";

    private static IEnumerable<string> Names(IEnumerable<Setting<HyperParameters>> columns) => columns.Select(column => column.Name);

    private static IEnumerable<string> Values(
        IEnumerable<Setting<HyperParameters>> columns, HyperParameters hyperParameters, SweepPlan plan) =>
        columns.Select(column => SweepColumns.Text(column, hyperParameters, plan));

    private static string[] Measured(SweepRun run) => [Text(run.TrainLoss, "0.0000"), Text(run.ValidLoss, "0.0000"), Percent(run.Accuracy)];

    private static void ShowMeans(Screen screen, SweepPlan plan, IReadOnlyList<SweepGroup> groups, Setting<HyperParameters>[] columns)
    {
        screen.Line();
        screen.Line("Over the seeds: the mean, and the standard deviation of the accuracy", "bold");
        screen.Table(
            [.. Names(columns), "runs", "valid loss", "accuracy", "spread", "gain"],
            [.. groups.Select(group => (string[])
            [
                .. Values(columns, group.HyperParameters, plan), $"{group.Runs.Count}", Text(group.ValidLoss, "0.0000"),
                Percent(group.Accuracy), Text(group.Spread * 100, "0.00"), Gain(group),
            ])]);
    }

    private static void ShowBest(Screen screen, SweepPlan plan, IReadOnlyList<SweepGroup> groups)
    {
        if (groups.Where(group => double.IsFinite(group.Accuracy)).MaxBy(group => group.Accuracy) is not { } best)
        {
            screen.Line("All runs diverged: try smaller learning rates.", "yellow");
            return;
        }

        if (groups.Count > 1)
        {
            // Of two accuracies that are both near p, each measured on n images: 1.96 sqrt(2 p (1 - p) / n).
            var chance = NinetyFivePercent * Math.Sqrt(2 * best.Accuracy * (1 - best.Accuracy) / plan.Validation.Count);
            var seeds = best.Runs.Count > 1 ? "" : "; --seed 1,2,3 shows the spread from run to run";
            screen.Line(
                $"On {Format.Counted(plan.Validation.Count, "image")}, accuracies that differ by less than "
                + $"{chance * 100:0.0} points may differ by chance{seeds}.");
        }

        // All images but those that are held out: training again takes all.
        var chosen = best.HyperParameters;
        screen.Line(
            $"Best: run {best.Runs[0].Number}, {Percent(best.Accuracy)}. To train it on all training images and keep it:", "bold");
        screen.Line(RunConfig.CommandOf(plan.Source, chosen.DataSize < plan.Train.Count ? chosen : chosen with { DataSize = null }));
    }

    private static string Gain(SweepGroup group) =>
        group.Runs[0].Number == 1
            ? ""
            : double.IsFinite(group.Gain) ? (group.Gain * 100).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) : "-";

    private static string Text(double number, string format) => double.IsFinite(number)
        ? number.ToString(format, CultureInfo.InvariantCulture)
        : "-";
}
