using System.Globalization;
using Inkling.Cli.Commands;
using Inkling.Cli.Output;
using Inkling.Cli.Runs;
using Inkling.Training;

namespace Inkling.Cli.Sweeps;

/// <summary>The result of a sweep for people: a row for each run, over several seeds the mean of each setting, and the best one.</summary>
internal static class SweepTable
{
    /// <summary>Standard deviations on each side that hold 95 % of a normal distribution.</summary>
    private const double NinetyFivePercent = 1.96;

    public static void Show(Screen screen, SweepPlan plan, IReadOnlyList<SweepRun> runs)
    {
        var groups = SweepGroup.Of(runs);
        var names = SweepColumns.Differing(plan);
        var isRepeated = names.Contains("seed");
        screen.Line();
        string[] measured = ["train loss", "valid loss", "accuracy"];
        screen.Table(
            ["run", .. names, .. measured, .. isRepeated ? (string[])[] : ["against the first"], "seconds", "curve"],
            [.. runs.Select((run, i) => (string[])
            [
                $"{run.Number}", .. SweepColumns.Values(names, run.Settings, plan), .. Measured(run),
                .. isRepeated ? (string[])[] : [Gain(groups[i])], Text(run.Seconds, "0.00"), Curve(run),
            ])]);
        if (isRepeated)
            ShowMeans(screen, plan, groups, [.. names.Where(name => name != "seed")]);
        screen.Line();
        ShowBest(screen, plan, groups);
    }

    /// <summary>What became of a run: the class of its curve, and whether it learned its images by heart.</summary>
    public static string Curve(SweepRun run) => run.Curve.Name + (run.Overfitting.IsOverfitting ? ", overfitting" : "");

    /// <summary>A share in percent; "-" for none.</summary>
    public static string Percent(double share) => double.IsFinite(share) ? Format.Percent(share) : "-";

    private static string[] Measured(SweepRun run) => [Text(run.TrainLoss, "0.0000"), Text(run.ValidLoss, "0.0000"), Percent(run.Accuracy)];

    private static void ShowMeans(Screen screen, SweepPlan plan, IReadOnlyList<SweepGroup> groups, string[] names)
    {
        screen.Line();
        screen.Line("Over the seeds: the mean, and the standard deviation of the accuracy from run to run", "bold");
        screen.Table(
            [.. names is [] ? (string[])["runs"] : [.. names, "runs"], "valid loss", "accuracy", "spread", "against the first"],
            [.. groups.Select(group => (string[])
            [
                .. SweepColumns.Values(names, group.Settings, plan), $"{group.Runs.Count}", Text(group.ValidLoss, "0.0000"),
                Percent(group.Accuracy),
                Text(group.Spread * 100, "0.00"), Gain(group),
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
                $"On {Format.Counted(plan.Validation.Count, "image")}, accuracies that differ by less than {chance * 100:0.0} points may differ by chance{seeds}.");
        }

        // Of all images that are not held out, training again takes all there are.
        var settings = best.Settings.DataSize < plan.Train.Count ? best.Settings : best.Settings with { DataSize = null };
        screen.Line(
            $"Best: run {best.Runs[0].Number}, {Percent(best.Accuracy)}. To train and keep it, the held-out images among the others:",
            "bold");
        screen.Line(RunConfig.CommandOf(plan.Source, settings));
    }

    private static string Gain(SweepGroup group) =>
        group.Runs[0].Number == 1
            ? ""
            : double.IsFinite(group.Gain) ? (group.Gain * 100).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) : "-";

    private static string Text(double number, string format) => double.IsFinite(number)
        ? number.ToString(format, CultureInfo.InvariantCulture)
        : "-";
}
