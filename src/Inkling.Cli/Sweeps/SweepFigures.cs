using Inkling.Figures;
using Inkling.Figures.Charts;
using Inkling.Training;

namespace Inkling.Cli.Sweeps;

/// <summary>The figures of a sweep: the curves of its runs side by side and, where one number was swept, the accuracy over it.</summary>
internal static class SweepFigures
{
    /// <summary>The maximum number of runs in one figure; of more, the first ones are drawn.</summary>
    private const int MaxRuns = 30;

    /// <summary>The figures, each with the name of its file.</summary>
    public static IReadOnlyList<(string File, Figure Figure)> Of(SweepPlan plan, IReadOnlyList<SweepRun> runs)
    {
        SweepRun[] shown = [.. runs.Take(MaxRuns)];
        var which = shown.Length < runs.Count ? $" (the first {shown.Length} of {runs.Count} runs)" : "";
        RunCurve[] losses = [.. shown.Select(run => Curve(run, plan, epoch => epoch.TrainLoss, epoch => epoch.ValidLoss))];
        RunCurve[] accuracies = [.. shown.Select(run => Curve(run, plan, epoch => epoch.TrainAccuracy, epoch => epoch.Metrics[0]))];
        var figures = new List<(string, Figure)>
        {
            ("losses.svg", TrainingCharts.Runs($"Loss of each run{which}", "loss", losses)),
            ("accuracy.svg", TrainingCharts.Runs($"Accuracy of each run{which}", "accuracy", accuracies)),
        };
        Setting<HyperParameters>[] swept = [.. SweepColumns.Differing(plan).Where(setting => setting.Name != "seed")];
        if (swept is [{ IsNumber: true } only])
            figures.Add(("compared.svg", Compared(only, SweepGroup.Of(runs), plan)));
        return figures;
    }

    private static LineChart Compared(Setting<HyperParameters> setting, IReadOnlyList<SweepGroup> groups, SweepPlan plan)
    {
        SweepGroup[] rising = [.. groups.OrderBy(group => At(group.HyperParameters))];
        var title = $"Accuracy on {plan.Validation.Count:N0} validation images over {setting.Name}";
        var chart = new LineChart(title, setting.Name, "accuracy") { LogarithmicX = rising.All(group => At(group.HyperParameters) > 0) };
        double[] x = [.. rising.Select(group => At(group.HyperParameters))];
        var isRepeated = groups.Any(group => group.Runs.Count > 1);
        chart.Add(isRepeated ? "mean over the seeds" : "accuracy", x, [.. rising.Select(group => group.Accuracy)]);
        if (isRepeated)
        {
            SweepRun[] runs = [.. rising.SelectMany(group => group.Runs)];
            chart.Add("each run", [.. runs.Select(run => At(run.HyperParameters))], [.. runs.Select(run => run.Accuracy)], LineStyle.Marks);
        }

        return chart;

        double At(HyperParameters hyperParameters) => SweepColumns.Number(setting, hyperParameters, plan);
    }

    private static RunCurve Curve(SweepRun run, SweepPlan plan, Func<EpochRecord, double> train, Func<EpochRecord, double> validation)
    {
        var epochs = run.Recorder.Epochs;
        return new RunCurve(
            SweepColumns.Title(run.HyperParameters, plan), [.. epochs.Select(train)], [.. epochs.Select(validation)], run.Curve,
            run.Overfitting.IsOverfitting);
    }
}
