using Inkling.Analysis;
using Inkling.Data;
using Inkling.Figures.Charts;
using Inkling.Figures.Drawing;
using Inkling.Figures.Images;

namespace Inkling.Figures.Report;

/// <summary>The pictures of a report.</summary>
internal static class ReportFigures
{
    private const int Samples = 40;
    private const int MaxWeights = 40;

    public static IEnumerable<Figure> Data(RunReport report)
    {
        var (subject, set) = (report.Subject, report.Subject.Train ?? report.Subject.Test);
        yield return SampleGrid.Of(set, Samples);
        var histogram = new ClassHistogram("Images of each class", set.ClassNames);
        if (subject.Train is { } train)
            histogram.Add("training", Counts(train));
        if (subject.HeldOut is { } heldOut)
            histogram.Add("held out", Counts(heldOut));
        yield return histogram.Add("test", Counts(subject.Test));
    }

    public static IEnumerable<Figure> Training(RunReport report)
    {
        var (subject, epochs) = (report.Subject, report.Subject.Epochs);
        if (epochs.Count > 0)
        {
            double[] trained = [.. epochs.Select(epoch => epoch.TrainAccuracy)];
            yield return TrainingCharts.Curves(epochs, ["accuracy"], trained.Any(double.IsFinite) ? trained : null);
        }

        if (subject.Losses.Count > 0)
        {
            float[] losses = [.. subject.Losses], smoothed = [.. subject.SmoothedLosses];
            yield return TrainingCharts.Steps(losses, smoothed);
        }

        if (subject.HyperParameters is { } hyperParameters && report.Untrained is { StepsPerEpoch: > 0 } untrained)
        {
            var steps = (int)Math.Min(int.MaxValue, (long)hyperParameters.Epochs * untrained.StepsPerEpoch);
            yield return TrainingCharts.Of(hyperParameters.CreateSchedule(untrained.StepsPerEpoch), steps);
        }
    }

    public static Figure Confusion(RunReport report) =>
        new ConfusionMatrixChart("Confusion matrix", report.Model.ClassNames, report.Predictions.Confusion);

    public static Figure ConfusionShares(RunReport report) =>
        new ConfusionMatrixChart(
            "The same, as shares of each row", report.Model.ClassNames, report.Predictions.Confusion)
        { Normalized = true };

    public static Figure Pairs(RunReport report) => ConfusedPairs.Of(report.Predictions, RunReport.MaxPairs);

    public static Figure Mistakes(RunReport report) => MistakesGrid.Of(report.Predictions, RunReport.MaxMistakes);

    public static Figure Calibration(RunReport report) => new ReliabilityChart("Reliability", report.Calibration);

    public static IEnumerable<Figure> Examples(RunReport report)
    {
        if (report.First(right: true) is { } right)
            yield return ImagePrediction.Of(report.Predictions, right);
        if (report.First(right: false) is { } wrong)
            yield return ImagePrediction.Of(report.Predictions, wrong);
    }

    public static IEnumerable<Figure> Attack(RunReport report)
    {
        var (attack, predictions, names) = (report.Attack, report.Predictions, report.Model.ClassNames);
        if (attack.Example is { } example)
        {
            var (item, label) = (example.Item, predictions.Label(example.Item));
            yield return new AdversarialExample(
                $"Image {item}, each pixel moved by {NumberFormat.Value(example.Epsilon, 3)}",
                Raster.Of(predictions.Set, item),
                new Raster([.. example.Pixels], report.Model.Rows, report.Model.Columns),
                new Reading(names, predictions.Probabilities(item), label),
                new Reading(names, [.. example.Probabilities], label));
        }

        yield return AttackCharts.Accuracy(
            [.. attack.Accuracy.Epsilons.Select(epsilon => (double)epsilon)], ("FGSM", attack.Accuracy.Accuracies));
        var smallest =
            Enumerable.Range(0, attack.Minimal.Count).Select(i => (double)attack.Minimal[i]).Where(epsilon => epsilon > 0).ToArray();
        if (smallest.Length > 0)
            yield return AttackCharts.MinimalEpsilons(smallest);
    }

    public static IEnumerable<Figure> Weights(RunReport report)
    {
        if (report.Weights is not null)
            yield return WeightImages.Of(report.Model, MaxWeights);
    }

    public static int[] Counts(ImageDataset set)
    {
        var counts = new int[set.ClassNames.Count];
        foreach (var label in set.Labels)
            counts[label]++;
        return counts;
    }
}
