using Inkling.Figures.Charts;

namespace Inkling.Lab.Training;

/// <summary>The charts of runs, several of them in one chart.</summary>
internal static class RunCharts
{
    /// <summary>The losses over the steps: the smoothed ones of one run with those of held-out images, or those of several runs.</summary>
    public static LineChart Losses(IReadOnlyList<string> names, IReadOnlyList<RunCurves> runs)
    {
        var chart = new LineChart("Loss", "step", "loss") { From = 0, UpTo = Top(runs) };
        foreach (var (i, run) in runs.Index())
            chart.Add(runs.Count == 1 ? "training" : names[i], run.Steps, run.Losses);
        if (runs is [var only])
            chart.Add("held out", only.HeldOutSteps, only.HeldOutLosses);
        return chart;
    }

    /// <summary>The accuracies on held-out images over the steps.</summary>
    public static LineChart Accuracies(IReadOnlyList<string> names, IReadOnlyList<RunCurves> runs)
    {
        var chart = new LineChart("Accuracy on held-out images", "step", "accuracy") { From = 0, UpTo = 1 };
        foreach (var (i, run) in runs.Index())
            chart.Add(runs.Count == 1 ? "accuracy" : names[i], run.HeldOutSteps, run.Accuracies);
        return chart;
    }

    /// <summary>The learning rates over the steps.</summary>
    public static LineChart LearningRates(IReadOnlyList<string> names, IReadOnlyList<RunCurves> runs)
    {
        var chart = new LineChart("Learning rate", "step", "learning rate") { From = 0 };
        foreach (var (i, run) in runs.Index())
            chart.Add(runs.Count == 1 ? "learning rate" : names[i], run.Steps, run.LearningRates);
        return chart;
    }

    /// <summary>Twice the largest first loss, so that a run that diverges does not flatten the others; null where none is above.</summary>
    private static double? Top(IReadOnlyList<RunCurves> runs)
    {
        var first = runs.Select(run => run.Losses.FirstOrDefault(double.NaN)).Where(double.IsFinite).DefaultIfEmpty(1).Max();
        var top = Math.Ceiling(2 * first);
        return runs.Any(run => run.Losses.Any(loss => loss > top)) ? top : null;
    }
}
