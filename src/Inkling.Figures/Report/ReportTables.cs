using Inkling.Analysis;
using Inkling.Figures.Drawing;
using Inkling.Training;

namespace Inkling.Figures.Report;

/// <summary>The tables of a report, as text.</summary>
internal static class ReportTables
{
    /// <summary>The largest number of epochs of which all are listed.</summary>
    private const int MaxEpochs = 20;

    public static IReadOnlyList<string> EpochHeaders =>
        ["epoch", "training loss", "validation loss", "training accuracy", "validation accuracy"];

    /// <summary>All epochs; of many the first, the last, the one with the lowest validation loss and every n-th.</summary>
    public static IReadOnlyList<EpochRecord> ShownEpochs(RunReport report)
    {
        var epochs = report.Subject.Epochs;
        if (epochs.Count <= MaxEpochs)
            return epochs;
        var step = (int)Math.Ceiling(epochs.Count / (MaxEpochs / 2.0));
        return [.. epochs.Index().Where(entry =>
            entry.Index == 0 || entry.Index == epochs.Count - 1 || entry.Item.Epoch % step == 0
                || entry.Item.Epoch == report.Overfitting?.BestEpoch).Select(entry => entry.Item)];
    }

    public static IEnumerable<IReadOnlyList<string>> Epochs(RunReport report) => ShownEpochs(report).Select(epoch => (IReadOnlyList<string>)
    [
        $"{epoch.Epoch}",
        NumberFormat.Loss(epoch.TrainLoss),
        NumberFormat.Loss(epoch.ValidLoss),
        NumberFormat.PercentCell(epoch.TrainAccuracy),
        NumberFormat.PercentCell(epoch.Metrics.FirstOrDefault(double.NaN)),
    ]);

    public static IReadOnlyList<string> ClassHeaders => ["class", "images", "correct", "recall", "95 % interval", "precision", "F1"];

    public static IEnumerable<IReadOnlyList<string>> Classes(RunReport report)
    {
        var confusion = report.Predictions.Confusion;
        for (var i = 0; i < confusion.Classes; i++)
        {
            var (images, correct, interval) =
                (confusion.Actual(i), confusion.Correct(i), Interval.Of(confusion.Correct(i), confusion.Actual(i)));
            var f1 = 2.0 * correct / (images + confusion.Predicted(i));
            yield return
            [
                report.Model.ClassNames[i],
                NumberFormat.Value(images),
                NumberFormat.Value(correct),
                NumberFormat.PercentCell(confusion.RecallOf(i)),
                images == 0 ? "–" : $"{NumberFormat.PercentCell(interval.Low)} to {NumberFormat.PercentCell(interval.High)}",
                NumberFormat.PercentCell(confusion.PrecisionOf(i)),
                NumberFormat.PercentCell(f1),
            ];
        }
    }

    public static IReadOnlyList<string> BinHeaders => ["confidence", "images", "mean confidence", "accuracy", "gap"];

    public static IEnumerable<IReadOnlyList<string>> Bins(RunReport report) =>
        report.Calibration.Bins.Where(bin => bin.Count > 0).Select(bin => (IReadOnlyList<string>)
    [
        $"{NumberFormat.Percent(bin.Low, 0)} to {NumberFormat.Percent(bin.High, 0)}",
        NumberFormat.Value(bin.Count),
        NumberFormat.PercentCell(bin.Confidence),
        NumberFormat.PercentCell(bin.Accuracy),
        NumberFormat.PercentCell(bin.Gap),
    ]);
}
