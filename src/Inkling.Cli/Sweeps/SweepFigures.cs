using Inkling.Cli.Commands;
using Inkling.Figures;
using Inkling.Figures.Charts;
using Inkling.Training;

namespace Inkling.Cli.Sweeps;

/// <summary>A sweep in pictures: the curves of its runs side by side and, where one number was swept, the accuracy over it.</summary>
internal static class SweepFigures
{
    /// <summary>Runs in one picture; of more the first.</summary>
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
        string[] swept = [.. SweepColumns.Differing(plan).Where(name => name != "seed")];
        if (swept is [var only] && Number(only) is var (name, number))
            figures.Add(("compared.svg", Compared(name, number, SweepGroup.Of(runs), plan)));
        return figures;
    }

    private static LineChart Compared(string name, Func<TrainingSettings, double> number, IReadOnlyList<SweepGroup> groups, SweepPlan plan)
    {
        SweepGroup[] rising = [.. groups.OrderBy(group => At(group.Settings))];
        var chart = new LineChart(
            $"Accuracy on {plan.Validation.Count:N0} held-out images over {name}", name, "accuracy")
        { LogarithmicX = true };
        double[] x = [.. rising.Select(group => At(group.Settings))];
        chart.Add(groups.Any(group => group.Runs.Count > 1)
            ? "mean over the seeds"
            : "accuracy", x, [.. rising.Select(group => group.Accuracy)]);
        if (groups.Any(group => group.Runs.Count > 1))
        {
            SweepRun[] runs = [.. rising.SelectMany(group => group.Runs)];
            chart.Add("each run", [.. runs.Select(run => At(run.Settings))], [.. runs.Select(run => run.Accuracy)], LineStyle.Marks);
        }

        return chart;

        double At(TrainingSettings settings) => double.IsNaN(number(settings)) ? plan.Train.Count : number(settings);
    }

    private static RunCurve Curve(SweepRun run, SweepPlan plan, Func<EpochRecord, double> train, Func<EpochRecord, double> validation)
    {
        var epochs = run.Recorder.Epochs;
        return new RunCurve(
            SweepColumns.Title(run.Settings, plan), [.. epochs.Select(train)], [.. epochs.Select(validation)], run.Curve,
            run.Overfitting.IsOverfitting);
    }

    /// <summary>What a column is and holds, where that is a number; not a number for all images.</summary>
    private static (string Name, Func<TrainingSettings, double> Value)? Number(string column) => column switch
    {
        "lr" => ("learning rate", settings => settings.LearningRate),
        "batch" => ("batch size", settings => settings.BatchSize),
        "hidden" => ("hidden units", settings => settings.Hidden ?? double.NaN),
        "images" => ("training images", settings => settings.DataSize ?? double.NaN),
        _ => null,
    };
}
