using System.Globalization;
using System.Numerics.Tensors;
using Inkling.Training;

namespace Inkling.Analysis;

/// <summary>What the curves of a training say of its learning rate, and of whether it learned its items by heart.</summary>
/// <remarks>
/// All thresholds are shares of the loss that the training started from, S, so that they hold for any loss and any number of classes. They
/// are
/// for trainings that begin with an untrained network.
/// </remarks>
public static class CurveDiagnosis
{
    /// <summary>Diverged: the loss rose above this many times S ...</summary>
    private const double BlownUp = 2;

    /// <summary>... and ended above this share of it: a network that was thrown off and learned next to nothing after it.</summary>
    private const double NotRecovered = 0.75;

    /// <summary>
    /// Oscillating: the mean loss of a stretch lies above that of an earlier one by more than this share of S. A stretch has at least
    /// <see cref="MinStretch"/> steps, so that the scatter from batch to batch, about 5 % of S, has less than half of that left in its
    /// mean.
    /// </summary>
    private const double Rise = 0.05;

    /// <summary>Too low: the loss ended above this share of S ...</summary>
    private const double BarelyFallen = 0.5;

    /// <summary>
    /// ... or fell by more than this share of S in the second half of the steps alone: it was stopped on its way down. Where the schedule
    /// lowers the
    /// rate in that half the loss falls for that reason, and nothing follows.
    /// </summary>
    private const double StillFalling = 0.2;

    /// <summary>Overfitting: the validation loss rose from its minimum by more than this share of it ...</summary>
    private const double ValidationRise = 0.1;

    /// <summary>... the training accuracy, where it is known, is above that of validation by more than this ...</summary>
    private const double AccuracyGap = 0.02;

    /// <summary>
    /// ... and both last: in each of the last epochs, so many and at least one in <see cref="LastingShare"/>. A large step can swing one or
    /// two up.
    /// </summary>
    private const int MinDuration = 3;

    private const int LastingShare = 4;
    private const int Stretches = 20;
    private const int MinStretch = 5;

    /// <summary>Classes a training by the loss of its steps.</summary>
    /// <param name="losses">The loss of each step's batch, at least one.</param>
    /// <param name="start">
    /// S, the loss of the untrained network: ln(classes) for cross-entropy. The first of <paramref name="losses"/> when null.
    /// </param>
    /// <param name="learningRates">The learning rate of each step; empty where it was the same all the time.</param>
    /// <remarks>
    /// <see cref="CurveClass.Diverged"/>: a loss is infinite or not a number, or it rose above 2 S and ended above 0.75 S.
    /// <see cref="CurveClass.Oscillating"/>: of 20 stretches of the training (fewer where they would have less than 5 steps), one has a
    /// mean loss that is more than
    /// 0.05 S above S or above that of an earlier stretch; but not where the schedule had raised the learning rate since then and the
    /// training ended
    /// no higher than that earlier stretch, for with a rate that rises the loss may rise too (Smith, "Cyclical Learning Rates", WACV 2017,
    /// section 3).
    /// <see cref="CurveClass.TooLow"/>: the last stretch ends above 0.5 S, or the
    /// loss fell by more than 0.2 S in the second half while the learning rate did not. <see cref="CurveClass.Good"/>: none of these. The
    /// first that holds counts.
    /// </remarks>
    /// <exception cref="ArgumentException">There is no loss, or there is not a learning rate for each.</exception>
    public static CurveJudgement Of(ReadOnlySpan<float> losses, double? start = null, ReadOnlySpan<float> learningRates = default)
    {
        if (losses.Length == 0)
            throw new ArgumentException("CurveDiagnosis: there are no losses, expected at least one", nameof(losses));
        if (learningRates.Length > 0 && learningRates.Length != losses.Length)
            throw new ArgumentException(
                $"CurveDiagnosis: {learningRates.Length} learning rates for {losses.Length} losses, expected as many",
                nameof(learningRates));
        for (var i = 0; i < losses.Length; i++)
        {
            if (!float.IsFinite(losses[i]))
                return Diverged(i + 1, losses[i]);
        }

        return Judge(Means(losses), Means(learningRates), start ?? losses[0], TensorPrimitives.Max(losses));
    }

    /// <summary>Classes a training that was recorded.</summary>
    /// <param name="recorder">What it went through, at least one step; or none, where <paramref name="failure"/> says why.</param>
    /// <param name="failure">What it was ended by, where its loss became infinite or not a number.</param>
    /// <exception cref="ArgumentException">There is no step.</exception>
    public static CurveJudgement Of(Recorder recorder, DivergenceException? failure = null) =>
        failure is null
            ? Of(recorder.Losses, learningRates: recorder.LearningRates)
            : new CurveJudgement(CurveClass.Diverged, failure.Message);

    /// <summary>
    /// Classes a training of which only the mean training loss of each epoch is known, by the same rules with an epoch for a stretch.
    /// </summary>
    /// <param name="epochs">At least one epoch.</param>
    /// <param name="start">S, the loss of the untrained network: ln(classes) for cross-entropy.</param>
    /// <exception cref="ArgumentException">There is no epoch.</exception>
    public static CurveJudgement Of(IReadOnlyList<EpochRecord> epochs, double start)
    {
        if (epochs.Count == 0)
            throw new ArgumentException("CurveDiagnosis: there are no epochs, expected at least one", nameof(epochs));
        if (epochs.FirstOrDefault(epoch => !double.IsFinite(epoch.TrainLoss)) is { } failed)
            return new CurveJudgement(CurveClass.Diverged, Text($"the training loss of epoch {failed.Epoch} is {failed.TrainLoss}"));
        double[] means = [.. epochs.Select(epoch => epoch.TrainLoss)];
        return Judge(means, [], start, means.Max());
    }

    /// <summary>
    /// Whether a training learned its items by heart instead of what they have in common: the training loss falls on while the validation
    /// loss has risen
    /// from its minimum (Goodfellow, Bengio and Courville, "Deep Learning", 2016, section 7.8).
    /// </summary>
    /// <param name="epochs">The epochs of the training.</param>
    /// <param name="validAccuracy">The place of the accuracy among <see cref="EpochRecord.Metrics"/>.</param>
    /// <remarks>
    /// It is overfitting when, in the last three epochs and the last quarter of all, the validation loss is more than 10 % above its
    /// minimum and the training accuracy,
    /// where it is known, more than 2 points above that of validation, and the training loss of the last epoch is below both the validation
    /// loss and what it was
    /// in the epoch of that minimum. A single epoch with a high validation loss says nothing: it may be the swing of a large learning rate.
    /// </remarks>
    public static OverfittingJudgement Overfitting(IReadOnlyList<EpochRecord> epochs, int validAccuracy = 0)
    {
        if (epochs.Count < 2 || epochs.Any(epoch => !double.IsFinite(epoch.ValidLoss) || !double.IsFinite(epoch.TrainLoss)))
            return new OverfittingJudgement(
                false, 0, double.NaN, "not known: two epochs or more with a training and a validation loss are needed");
        var (best, last) = (epochs.MinBy(epoch => epoch.ValidLoss)!, epochs[^1]);
        var lasting = epochs.TakeLast(Math.Max(MinDuration, epochs.Count / LastingShare)).ToList();
        var isApart = last.TrainLoss < best.TrainLoss && last.TrainLoss < last.ValidLoss && IsHigh(last);
        var isOverfitting = isApart && lasting.TrueForAll(IsHigh);
        var gap = Gap(last);
        var curves = best == last
            ? Text($"the validation loss is lowest in the last epoch, {last.ValidLoss:0.000}; the training loss is {last.TrainLoss:0.000}")
            : Text($"since epoch {best.Epoch} the validation loss went from {best.ValidLoss:0.000} to {last.ValidLoss:0.000} ({100 * Rise(last):+0;-0} %) ")
                + Text($"while the training loss went from {best.TrainLoss:0.000} to {last.TrainLoss:0.000}");
        var read = double.IsNaN(gap)
            ? ""
            : Text($"; {100 * last.TrainAccuracy:0.0} % of the training items are read right and {100 * (last.TrainAccuracy - gap):0.0} % of the validation items");
        var swing = isApart && !isOverfitting ? Text($"; it has not lasted for {lasting.Count} epochs and may be a swing") : "";
        return new OverfittingJudgement(
            isOverfitting, best.Epoch, gap, $"{(isOverfitting ? "overfitting" : "not overfitting")}: {curves}{read}{swing}");

        double Rise(EpochRecord epoch) => (epoch.ValidLoss / best.ValidLoss) - 1;
        double Gap(EpochRecord epoch) =>
            epoch.TrainAccuracy - (validAccuracy < epoch.Metrics.Count ? epoch.Metrics[validAccuracy] : double.NaN);
        bool IsHigh(EpochRecord epoch) => Rise(epoch) > ValidationRise && !(Gap(epoch) <= AccuracyGap);
    }

    private static CurveJudgement Judge(double[] means, double[] rates, double start, double largest)
    {
        var (end, half) = (means[^1], means[(means.Length - 1) / 2]);
        if (largest > BlownUp * start && end > NotRecovered * start)
            return new(CurveClass.Diverged, Text($"the loss rose from {Loss(start)} to {Loss(largest)} and ended at {Loss(end)}"));
        var (rise, from, to) = LargestRise(means, rates, start);
        if (rise > Rise * start)
            return new(CurveClass.Oscillating, Text(
                $"the mean loss rose from {Loss(from)} to {Loss(to)} on the way, and ended at {Loss(end)}"));
        if (end > BarelyFallen * start)
            return new(CurveClass.TooLow, Text($"the loss only fell from {Loss(start)} to {Loss(end)}"));
        var isLowered = rates.Length > 0 && rates[^1] < rates[(rates.Length - 1) / 2];
        if (half - end > StillFalling * start && !isLowered)
            return new(CurveClass.TooLow, Text(
                $"the loss was still falling when the training ended: from {Loss(half)} half-way to {Loss(end)}"));
        (rise, from, to) = LargestRise(means, [], start);
        var swings =
        rise > Rise * start
        ? Text($"; on the way it rose from {Loss(from)} to {Loss(to)} with the learning rate")
        : " without large swings";
        return new(CurveClass.Good, Text($"the loss fell from {Loss(start)} to {Loss(end)}{swings}"));
    }

    /// <summary>The largest rise but for those that a rising learning rate explains and that were made up for.</summary>
    private static (double Rise, double From, double To) LargestRise(double[] means, double[] rates, double start)
    {
        var (rise, from, to) = (0.0, 0.0, 0.0);
        for (var later = 0; later < means.Length; later++)
        {
            var least = start;
            for (var earlier = 0; earlier < later; earlier++)
            {
                var isExplained = rates.Length > 0 && rates[later] > rates[earlier] && means[^1] <= means[earlier] + (Rise * start);
                if (!isExplained)
                    least = Math.Min(least, means[earlier]);
            }

            if (means[later] - least > rise)
                (rise, from, to) = (means[later] - least, least, means[later]);
        }

        return (rise, from, to);
    }

    /// <summary>The mean of each stretch of the steps; nothing of nothing.</summary>
    private static double[] Means(ReadOnlySpan<float> values)
    {
        if (values.Length == 0)
            return [];
        var means = new double[Math.Clamp(values.Length / MinStretch, 1, Stretches)];
        for (var i = 0; i < means.Length; i++)
        {
            var (first, end) = ((int)((long)values.Length * i / means.Length), (int)((long)values.Length * (i + 1) / means.Length));
            foreach (var value in values[first..end])
                means[i] += value;
            means[i] /= end - first;
        }

        return means;
    }

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
