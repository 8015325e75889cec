using System.Globalization;
using Inkling.Training;

namespace Inkling.Analysis;

/// <summary>What the curves of a training say of its learning rate, and of whether it learned its items by heart.</summary>
/// <remarks>
/// All thresholds are shares of the loss that the training started from, S, so that they hold for any loss and any number of classes. They are
/// for trainings that begin with an untrained network.
/// </remarks>
public static class CurveVerdict
{
    /// <summary>Diverged: the loss rose above this many times S ...</summary>
    private const double BlownUp = 2;

    /// <summary>... and ended above this share of it: a network that was thrown off and learned next to nothing after it.</summary>
    private const double NotRecovered = 0.75;

    /// <summary>
    /// Oscillating: the mean loss of a stretch lies above that of an earlier one by more than this share of S. A stretch has at least
    /// <see cref="LeastStretch"/> steps, so that the scatter from batch to batch, about 5 % of S, has less than half of that left in its mean.
    /// </summary>
    private const double Rise = 0.05;

    /// <summary>Too low: the loss ended above this share of S ...</summary>
    private const double BarelyFallen = 0.5;

    /// <summary>... or fell by more than this share of S in the second half of the steps alone: it was stopped on its way down.</summary>
    private const double StillFalling = 0.2;

    /// <summary>Overfitting: the validation loss rose from its minimum by more than this share of it ...</summary>
    private const double ValidationRise = 0.1;

    /// <summary>... and, where the training accuracy is known, it is above that of validation by more than this.</summary>
    private const double AccuracyGap = 0.02;

    private const int Stretches = 20;
    private const int LeastStretch = 5;

    /// <summary>Classes a training by the loss of its steps.</summary>
    /// <param name="losses">The loss of each step's batch, at least one.</param>
    /// <param name="start">
    /// S, the loss of the untrained network: ln(classes) for cross-entropy. The first of <paramref name="losses"/> when null.
    /// </param>
    /// <remarks>
    /// <see cref="CurveClass.Diverged"/>: a loss is infinite or not a number, or it rose above 2 S and ended above 0.75 S.
    /// <see cref="CurveClass.Oscillating"/>: of 20 stretches of the training (fewer where they would have less than 5 steps), one has a mean loss that is more than
    /// 0.05 S above S or above that of an earlier stretch. <see cref="CurveClass.TooLow"/>: the last stretch ends above 0.5 S, or the
    /// loss fell by more than 0.2 S in the second half. <see cref="CurveClass.Good"/>: none of these. The first that holds counts.
    /// </remarks>
    /// <exception cref="ArgumentException">There is no loss.</exception>
    public static CurveJudgement Of(ReadOnlySpan<float> losses, double? start = null)
    {
        if (losses.Length == 0)
            throw new ArgumentException("CurveVerdict: there are no losses, expected at least one", nameof(losses));
        for (var i = 0; i < losses.Length; i++)
        {
            if (!float.IsFinite(losses[i]))
                return Diverged(i + 1, losses[i]);
        }

        return Judge(Means(losses), start ?? losses[0], Largest(losses));
    }

    /// <summary>Classes a training that was recorded.</summary>
    /// <param name="recorder">What it went through, at least one step; or none, where <paramref name="failure"/> says why.</param>
    /// <param name="failure">What it was ended by, where its loss became infinite or not a number.</param>
    /// <exception cref="ArgumentException">There is no step.</exception>
    public static CurveJudgement Of(Recorder recorder, DivergenceException? failure = null) =>
        failure is null ? Of(recorder.Losses) : new CurveJudgement(CurveClass.Diverged, failure.Message);

    /// <summary>Classes a training of which only the mean training loss of each epoch is known, by the same rules with an epoch for a stretch.</summary>
    /// <param name="epochs">At least one epoch.</param>
    /// <param name="start">S, the loss of the untrained network: ln(classes) for cross-entropy.</param>
    /// <exception cref="ArgumentException">There is no epoch.</exception>
    public static CurveJudgement Of(IReadOnlyList<EpochRecord> epochs, double start)
    {
        if (epochs.Count == 0)
            throw new ArgumentException("CurveVerdict: there are no epochs, expected at least one", nameof(epochs));
        if (epochs.FirstOrDefault(epoch => !double.IsFinite(epoch.TrainLoss)) is { } failed)
            return new CurveJudgement(CurveClass.Diverged, Text($"the training loss of epoch {failed.Epoch} is {failed.TrainLoss}"));
        double[] means = [.. epochs.Select(epoch => epoch.TrainLoss)];
        return Judge(means, start, means.Max());
    }

    /// <summary>
    /// Whether a training learned its items by heart instead of what they have in common: the training loss falls on while the validation loss has risen
    /// from its minimum (Goodfellow, Bengio and Courville, "Deep Learning", 2016, section 7.8).
    /// </summary>
    /// <param name="epochs">The epochs of the training.</param>
    /// <param name="validAccuracy">The place of the accuracy among <see cref="EpochRecord.Metrics"/>.</param>
    /// <remarks>
    /// It is overfitting when, in the last epoch, the validation loss is more than 10 % above its minimum, the training loss is below both the validation loss and
    /// what it was in the epoch of that minimum, and the training accuracy, where it is known, is more than 2 points above that of validation.
    /// </remarks>
    public static OverfittingJudgement Overfitting(IReadOnlyList<EpochRecord> epochs, int validAccuracy = 0)
    {
        if (epochs.Count < 2 || epochs.Any(epoch => !double.IsFinite(epoch.ValidLoss) || !double.IsFinite(epoch.TrainLoss)))
            return new OverfittingJudgement(false, 0, double.NaN, "not known: two epochs or more with a training and a validation loss are needed");
        var (best, last) = (epochs.MinBy(epoch => epoch.ValidLoss)!, epochs[^1]);
        var rise = (last.ValidLoss / best.ValidLoss) - 1;
        var accuracy = validAccuracy < last.Metrics.Count ? last.Metrics[validAccuracy] : double.NaN;
        var gap = last.TrainAccuracy - accuracy;
        var isOverfitting = rise > ValidationRise && last.TrainLoss < best.TrainLoss && last.TrainLoss < last.ValidLoss && !(gap <= AccuracyGap);
        var read = double.IsNaN(gap)
            ? ""
            : Text($"; {100 * last.TrainAccuracy:0.0} % of the training items are read right and {100 * accuracy:0.0} % of the validation items");
        var curves = best == last
            ? Text($"the validation loss is lowest in the last epoch, {last.ValidLoss:0.000}; the training loss is {last.TrainLoss:0.000}")
            : Text($"since epoch {best.Epoch} the validation loss went from {best.ValidLoss:0.000} to {last.ValidLoss:0.000} ({100 * rise:+0;-0} %) ")
                + Text($"while the training loss went from {best.TrainLoss:0.000} to {last.TrainLoss:0.000}");
        return new OverfittingJudgement(isOverfitting, best.Epoch, gap, $"{(isOverfitting ? "overfitting" : "not overfitting")}: {curves}{read}");
    }

    private static CurveJudgement Judge(double[] means, double start, double largest)
    {
        var (end, half) = (means[^1], means[(means.Length - 1) / 2]);
        if (largest > BlownUp * start && end > NotRecovered * start)
            return new(CurveClass.Diverged, Text($"the loss rose from {Loss(start)} to {Loss(largest)} and ended at {Loss(end)}"));
        var (rise, from, to) = LargestRise(means, start);
        if (rise > Rise * start)
            return new(CurveClass.Oscillating, Text($"the mean loss rose from {Loss(from)} to {Loss(to)} on the way, and ended at {Loss(end)}"));
        if (end > BarelyFallen * start)
            return new(CurveClass.TooLow, Text($"the loss only fell from {Loss(start)} to {Loss(end)}"));
        return half - end > StillFalling * start
            ? new(CurveClass.TooLow, Text($"the loss was still falling when the training ended: from {Loss(half)} half-way to {Loss(end)}"))
            : new(CurveClass.Good, Text($"the loss fell from {Loss(start)} to {Loss(end)} without large swings"));
    }

    private static (double Rise, double From, double To) LargestRise(double[] means, double start)
    {
        var (rise, from, to, least) = (0.0, 0.0, 0.0, start);
        foreach (var mean in means)
        {
            if (mean - least > rise)
                (rise, from, to) = (mean - least, least, mean);
            least = Math.Min(least, mean);
        }

        return (rise, from, to);
    }

    private static double[] Means(ReadOnlySpan<float> losses)
    {
        var means = new double[Math.Clamp(losses.Length / LeastStretch, 1, Stretches)];
        for (var i = 0; i < means.Length; i++)
        {
            var (first, end) = ((int)((long)losses.Length * i / means.Length), (int)((long)losses.Length * (i + 1) / means.Length));
            foreach (var loss in losses[first..end])
                means[i] += loss / (end - first);
        }

        return means;
    }

    private static double Largest(ReadOnlySpan<float> losses) => System.Numerics.Tensors.TensorPrimitives.Max(losses);

    private static CurveJudgement Diverged(int step, float loss) => new(CurveClass.Diverged, Text($"the loss of step {step} is {loss}"));

    // About three digits, as in 1,470, 76.6, 2.30 and 0.0533.
    private static string Loss(double value) => value.ToString(
        value switch { >= 100 => "N0", >= 10 => "0.0", >= 1 => "0.00", _ => "G3" }, CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What a learning rate does to a training.</summary>
public enum CurveClass
{
    /// <summary>It barely moves, or is still on its way down when it ends.</summary>
    TooLow,

    /// <summary>The loss falls and flattens.</summary>
    Good,

    /// <summary>The loss swings up again on its way.</summary>
    Oscillating,

    /// <summary>The loss runs away and does not come back.</summary>
    Diverged,
}

/// <summary>The class of a training, and why.</summary>
/// <param name="Class">The class.</param>
/// <param name="Reason">The numbers that say so, as a sentence without a full stop.</param>
public sealed record CurveJudgement(CurveClass Class, string Reason)
{
    /// <summary>The class in words: "too low", "good", "oscillating" or "diverged".</summary>
    public string Name => Class == CurveClass.TooLow ? "too low" : Class.ToString().ToLowerInvariant();
}

/// <summary>Whether a training learned its items by heart, and why.</summary>
/// <param name="IsOverfitting">Whether it did.</param>
/// <param name="BestEpoch">The epoch with the lowest validation loss, counted from 1; 0 where that is not known.</param>
/// <param name="AccuracyGap">Training accuracy less validation accuracy in the last epoch; not a number where one is not known.</param>
/// <param name="Reason">The verdict and the numbers that say so, as a sentence without a full stop.</param>
public sealed record OverfittingJudgement(bool IsOverfitting, int BestEpoch, double AccuracyGap, string Reason);
