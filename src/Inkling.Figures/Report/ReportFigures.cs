using Inkling.Analysis;
using Inkling.Data;
using Inkling.Figures.Charts;
using Inkling.Figures.Drawing;
using Inkling.Figures.Images;
using Inkling.Models;

namespace Inkling.Figures.Report;

/// <summary>The figures of the sections of a report.</summary>
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
            histogram.Add("validation", Counts(heldOut));
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

    public static IEnumerable<Figure> Confusion(RunReport report)
    {
        var (names, confusion) = (report.Model.ClassNames, report.Predictions.Confusion);
        yield return new ConfusionMatrixChart("Confusion matrix", names, confusion);
        yield return new ConfusionMatrixChart("Confusion matrix, normalized by row", names, confusion) { Normalized = true };
    }

    public static IEnumerable<Figure> Pairs(RunReport report) => [ConfusedPairs.Of(report.Predictions, RunReport.MaxPairs)];

    public static IEnumerable<Figure> Mistakes(RunReport report) => [MistakesGrid.Of(report.Predictions, RunReport.MaxMistakes)];

    public static IEnumerable<Figure> Calibration(RunReport report) => [new ReliabilityChart("Reliability diagram", report.Calibration)];

    public static IEnumerable<Figure> Examples(RunReport report)
    {
        if (report.First(correct: true) is { } correct)
            yield return ImagePrediction.Of(report.Predictions, correct);
        if (report.First(correct: false) is { } misclassified)
            yield return ImagePrediction.Of(report.Predictions, misclassified);
    }

    public static IEnumerable<Figure> Attack(RunReport report)
    {
        var (attack, predictions, model) = (report.Attack, report.Predictions, report.Model);
        if (attack.Example is { } example)
        {
            var prediction = predictions[example.Item];
            yield return new AdversarialExample(
                $"Image {example.Item}, FGSM with epsilon {NumberFormat.Value(example.Epsilon, 3)}",
                Raster.Of(predictions.Set, example.Item),
                new Raster([.. example.Pixels], model.Rows, model.Columns),
                prediction,
                new Prediction(model.ClassNames, [.. example.Probabilities], prediction.Label));
        }

        yield return AttackCharts.Accuracy(
            [.. attack.Accuracy.Epsilons.Select(epsilon => (double)epsilon)], ("FGSM", attack.Accuracy.Accuracies));
        double[] minimal =
            [.. Enumerable.Range(0, attack.Minimal.Count).Select(i => (double)attack.Minimal[i]).Where(epsilon => epsilon > 0)];
        if (minimal.Length > 0)
            yield return AttackCharts.MinimalEpsilons(minimal);
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
