using System.Globalization;

namespace Inkling.Training;

/// <summary>
/// Whether a training overfits: the training loss falls further while the validation loss has risen from its minimum (Goodfellow, Bengio
/// and Courville, "Deep Learning", 2016, section 7.8).
/// </summary>
/// <param name="IsOverfitting">Whether it overfits.</param>
/// <param name="BestEpoch">The epoch with the lowest validation loss, counted from 1; 0 where that is not known.</param>
/// <param name="AccuracyGap">Training accuracy less validation accuracy in the last epoch; NaN where one is not known.</param>
/// <param name="Reason">The numbers that it follows from, as a sentence without a full stop.</param>
public sealed record OverfittingDiagnosis(bool IsOverfitting, int BestEpoch, double AccuracyGap, string Reason)
{
    /// <summary>The validation loss rose from its minimum by more than this share of it ...</summary>
    private const double MinValidationRise = 0.1;

    /// <summary>... the training accuracy, where it is known, is above that of validation by more than this ...</summary>
    private const double MinAccuracyGap = 0.02;

    /// <summary>
    /// ... and both hold in the last epochs, at least this many and one in <see cref="DurationShare"/> of all: one or two may be scatter.
    /// </summary>
    private const int MinDuration = 3;

    private const int DurationShare = 4;

    /// <summary>Diagnoses a training from its epochs.</summary>
    /// <param name="epochs">The epochs of the training.</param>
    /// <param name="validAccuracy">The index of the accuracy in <see cref="EpochRecord.Metrics"/>.</param>
    /// <remarks>
    /// A training overfits when, in the last three epochs and the last quarter of all, the validation loss is more than 10 % above its
    /// minimum and the training accuracy, where it is known, more than 2 points above that of validation, and the training loss of the last
    /// epoch is below both the validation loss and what it was in the epoch of that minimum. A single epoch with a high validation loss
    /// means nothing: it may be due to a large learning rate.
    /// </remarks>
    public static OverfittingDiagnosis Of(IReadOnlyList<EpochRecord> epochs, int validAccuracy = 0)
    {
        if (epochs.Count < 2 || epochs.Any(epoch => !double.IsFinite(epoch.ValidLoss) || !double.IsFinite(epoch.TrainLoss)))
            return new OverfittingDiagnosis(
                false, 0, double.NaN, "not known: two epochs or more with a training and a validation loss are needed");
        var (best, last) = (epochs.MinBy(epoch => epoch.ValidLoss)!, epochs[^1]);
        var lasting = epochs.TakeLast(Math.Max(MinDuration, epochs.Count / DurationShare)).ToList();
        var isApart = last.TrainLoss < best.TrainLoss && last.TrainLoss < last.ValidLoss && IsHigh(last);
        var isOverfitting = isApart && lasting.TrueForAll(IsHigh);
        var gap = Gap(last);
        var curves = best == last
            ? Text($"the validation loss is lowest in the last epoch, {last.ValidLoss:0.000}; the training loss is {last.TrainLoss:0.000}")
            : Text($"since epoch {best.Epoch} the validation loss went from {best.ValidLoss:0.000} to {last.ValidLoss:0.000} ")
                + Text($"({100 * Rise(last):+0;-0} %) while the training loss went from {best.TrainLoss:0.000} to {last.TrainLoss:0.000}");
        var accuracies = double.IsNaN(gap)
            ? ""
            : Text($"; the accuracy is {100 * last.TrainAccuracy:0.0} % on the training items ")
                + Text($"and {100 * (last.TrainAccuracy - gap):0.0} % on the validation items");
        var scatter = isApart && !isOverfitting ? Text($"; it has not lasted for {lasting.Count} epochs and may be scatter") : "";
        return new OverfittingDiagnosis(
            isOverfitting, best.Epoch, gap, $"{(isOverfitting ? "overfitting" : "not overfitting")}: {curves}{accuracies}{scatter}");

        double Rise(EpochRecord epoch) => (epoch.ValidLoss / best.ValidLoss) - 1;
        double Gap(EpochRecord epoch) =>
            epoch.TrainAccuracy - (validAccuracy < epoch.Metrics.Count ? epoch.Metrics[validAccuracy] : double.NaN);
        bool IsHigh(EpochRecord epoch) => Rise(epoch) > MinValidationRise && !(Gap(epoch) <= MinAccuracyGap);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
