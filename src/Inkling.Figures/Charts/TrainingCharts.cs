using Inkling.Analysis;
using Inkling.Figures.Drawing;
using Inkling.Optim;
using Inkling.Training;

namespace Inkling.Figures.Charts;

/// <summary>Line charts of training runs.</summary>
public static class TrainingCharts
{
    // Far more than a chart has columns.
    private const int MaxScheduleSteps = 100_000;

    /// <summary>The loss over the learning rate of a learning-rate search, with its suggestions.</summary>
    /// <param name="search">The result of the search.</param>
    public static LineChart Of(LearningRateSearch search)
    {
        double[] rates = [.. search.LearningRates], losses = [.. search.Losses], smoothed = [.. search.SmoothedLosses];
        return new LineChart($"Learning-rate search: {NumberFormat.Value(search.Suggestion, 2)} suggested", "learning rate", "loss")
        {
            LogarithmicX = true,
            UpTo = Top([smoothed]),
        }
            .Add("loss", rates, losses, LineStyle.Thin)
            .Add("smoothed", rates, smoothed)
            .Add($"valley {NumberFormat.Value(search.Valley, 2)}", [search.Valley], [At(search, search.Valley)], LineStyle.Marks)
            .Add($"steepest {NumberFormat.Value(search.Steepest, 2)}", [search.Steepest], [At(search, search.Steepest)], LineStyle.Marks);
    }

    /// <summary>
    /// The learning rate at each step, or at 100,000 evenly spaced ones if there are more, and the momentum where the schedule sets it.
    /// </summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="steps">The number of steps, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is less than 1.</exception>
    public static LineChartGrid Of(Schedule schedule, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        var shown = Math.Min(steps, MaxScheduleSteps);
        int[] indices = [.. Enumerable.Range(0, shown).Select(i => (int)(i * (steps - 1L) / Math.Max(shown - 1, 1)))];
        double[] counted = [.. indices.Select(step => step + 1.0)];
        double[] rates = [.. indices.Select(step => (double)schedule.LearningRate(step))];
        var grid = new LineChartGrid(schedule.Momentum(0) is null ? "Learning-rate schedule" : "Learning-rate and momentum schedule")
            .Add(new LineChart("Learning rate", "step", "learning rate") { From = 0 }.Add("learning rate", counted, rates));
        return schedule.Momentum(0) is null
            ? grid
            : grid.Add(new LineChart("Momentum", "step", "momentum")
                .Add("momentum", counted, [.. indices.Select(step => (double)(schedule.Momentum(step) ?? float.NaN))]));
    }

    /// <summary>Losses and metrics over the epochs, side by side.</summary>
    /// <param name="epochs">The records of the epochs.</param>
    /// <param name="metricNames">The names of <see cref="EpochRecord.Metrics"/>.</param>
    /// <param name="trainAccuracies">The accuracy on the training set in each epoch; null where it is not known.</param>
    public static LineChartGrid Curves(
        IReadOnlyList<EpochRecord> epochs, IReadOnlyList<string> metricNames, IReadOnlyList<double>? trainAccuracies = null)
    {
        double[] counted = [.. epochs.Select(epoch => (double)epoch.Epoch)];
        double[] train = [.. epochs.Select(epoch => epoch.TrainLoss)], valid = [.. epochs.Select(epoch => epoch.ValidLoss)];
        var grid = new LineChartGrid("Loss and metrics per epoch")
            .Add(new LineChart("Loss", "epoch", "loss") { From = 0, UpTo = Top([train, valid]) }.Add("training", counted, train)
                .Add("validation", counted, valid));
        foreach (var (i, name) in metricNames.Index())
        {
            var chart = new LineChart(char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' '), "epoch", name);
            if (trainAccuracies is not null && name == "accuracy")
                chart.Add("training", counted, trainAccuracies);
            grid.Add(chart.Add(
                "validation", counted, [.. epochs.Select(epoch => i < epoch.Metrics.Count ? epoch.Metrics[i] : double.NaN)]));
        }

        return grid;
    }

    /// <summary>The loss of each step and its running mean.</summary>
    /// <param name="losses">The loss of each mini-batch: <see cref="Recorder.Losses"/>.</param>
    /// <param name="smoothed">The running mean, as many: <see cref="Recorder.SmoothedLosses"/>.</param>
    /// <exception cref="ArgumentException">The numbers of values differ.</exception>
    public static LineChart Steps(ReadOnlySpan<float> losses, ReadOnlySpan<float> smoothed)
    {
        double[] steps = [.. Enumerable.Range(1, losses.Length)], means = Doubles(smoothed);
        return new LineChart("Loss per step", "step", "loss") { From = 0, UpTo = Top([means]) }
            .Add("mini-batch loss", steps, Doubles(losses), LineStyle.Thin)
            .Add("running mean", [.. steps], means);
    }

    /// <summary>Several runs side by side with the same axes, each with the diagnosis of its curve.</summary>
    /// <param name="title">The title.</param>
    /// <param name="yLabel">The name of the measure: loss, accuracy.</param>
    /// <param name="runs">The runs, in order.</param>
    /// <param name="xLabel">The name of the x axis: epoch, step.</param>
    public static LineChartGrid Runs(string title, string yLabel, IReadOnlyList<RunCurve> runs, string xLabel = "epoch")
    {
        var top = Top([.. runs.SelectMany(run => (IReadOnlyList<double>[])[run.Training, run.Validation])]);
        var grid = new LineChartGrid(title) { HasSharedScale = true };
        foreach (var run in runs)
        {
            var chart = new LineChart(run.Name, xLabel, yLabel) { From = 0, UpTo = top };
            if (run.Training.Count > 0)
                chart.Add("training", Counted(run.Training), run.Training);
            if (run.Validation.Count > 0)
                chart.Add("validation", Counted(run.Validation), run.Validation);
            string?[] diagnoses = [run.Diagnosis?.Name, run.IsOverfitting ? "overfitting" : null];
            grid.Add(
                chart,
                string.Join(", ", diagnoses.OfType<string>()),
                run.Diagnosis is { } diagnosis
                    ? diagnosis.Class == CurveClass.Good && !run.IsOverfitting
                    : run.IsOverfitting ? false : null);
        }

        return grid;
    }

    private static double At(LearningRateSearch search, float rate)
    {
        var index = search.LearningRates.ToList().IndexOf(rate);
        return index < 0 ? double.NaN : search.SmoothedLosses[index];
    }

    private static double[] Counted(IReadOnlyList<double> values) => [.. Enumerable.Range(1, values.Count)];

    private static double[] Doubles(ReadOnlySpan<float> values)
    {
        var doubles = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
            doubles[i] = values[i];
        return doubles;
    }

    /// <summary>
    /// The end of an axis for losses: twice their first value where one goes well beyond, so that a diverging loss does not flatten the
    /// others; null for the largest value.
    /// </summary>
    private static double? Top(IReadOnlyList<IReadOnlyList<double>> lines)
    {
        double[] firsts = [.. lines.Select(line => line.FirstOrDefault(double.IsFinite, double.NaN)).Where(double.IsFinite).Order()];
        if (firsts.Length == 0)
            return null;
        var wanted = Math.Max(2 * firsts[firsts.Length / 2], 1);
        var power = Math.Pow(10, Math.Floor(Math.Log10(wanted)));
        var top = power * (wanted / power) switch
        {
            <= 1 => 1,
            <= 1.5 => 1.5,
            <= 2 => 2,
            <= 3 => 3,
            <= 4 => 4,
            <= 5 => 5,
            <= 6 => 6,
            <= 8 => 8,
            _ => 10,
        };
        return lines.SelectMany(line => line).Where(double.IsFinite).Max() > 1.5 * wanted ? top : null;
    }
}
