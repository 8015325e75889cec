using System.Globalization;
using System.Numerics.Tensors;

namespace Inkling.Training;

/// <summary>A diagnosis of the learning rate of a training from its loss curve.</summary>
/// <remarks>
/// All thresholds are relative to S, the loss of the untrained network, so that they hold for any loss and any number of classes. They are
/// for trainings from initial weights.
/// </remarks>
/// <param name="Class">The class of the curve.</param>
/// <param name="Reason">The numbers that it follows from, as a sentence without a full stop.</param>
public sealed record CurveDiagnosis(CurveClass Class, string Reason)
{
    /// <summary>Diverged: the loss rose above this multiple of S ...</summary>
    private const double DivergedRise = 2;

    /// <summary>... and ended above this one: next to nothing was learned after it.</summary>
    private const double DivergedEnd = 0.75;

    /// <summary>
    /// Oscillating: the mean loss of a segment is above that of an earlier one by more than this share of S. A segment has at least
    /// <see cref="MinSegment"/> steps, so that less than half of the scatter from batch to batch, about 5 % of S, is left in its mean.
    /// </summary>
    private const double OscillationRise = 0.05;

    /// <summary>Too low: the loss ended above this share of S ...</summary>
    private const double TooLowEnd = 0.5;

    /// <summary>
    /// ... or fell by more than this share of S in the second half of the steps, so that it was still falling at the end. Nothing follows
    /// where the schedule lowers the learning rate in that half, for which the loss falls too.
    /// </summary>
    private const double TooLowFall = 0.2;

    private const int MaxSegments = 20;
    private const int MinSegment = 5;

    /// <summary>Gets the class in words: "too low", "good", "oscillating" or "diverged".</summary>
    public string Name => Class == CurveClass.TooLow ? "too low" : Class.ToString().ToLowerInvariant();

    /// <summary>Diagnoses a training from the loss of each step.</summary>
    /// <param name="losses">The loss of each step's batch, at least one.</param>
    /// <param name="start">
    /// S, the loss of the untrained network: ln(classes) for cross-entropy. The first of <paramref name="losses"/> when null.
    /// </param>
    /// <param name="learningRates">The learning rate of each step; empty where it was constant.</param>
    /// <remarks>
    /// <see cref="CurveClass.Diverged"/>: a loss is infinite or NaN, or it rose above 2 S and ended above 0.75 S.
    /// <see cref="CurveClass.Oscillating"/>: of 20 segments of the training (fewer where they would have less than 5 steps), one has a
    /// mean loss of more than 0.05 S above S or above that of an earlier segment; except where the schedule had raised the learning rate
    /// since then and the training ended no higher than that earlier segment, for the loss may rise with the learning rate (Smith,
    /// "Cyclical Learning Rates", WACV 2017, section 3). <see cref="CurveClass.TooLow"/>: the last segment ends above 0.5 S, or the loss
    /// fell by more than 0.2 S in the second half while the learning rate did not. <see cref="CurveClass.Good"/>: none of these. The first
    /// that holds counts.
    /// </remarks>
    /// <exception cref="ArgumentException">There is no loss, or there is not a learning rate for each.</exception>
    public static CurveDiagnosis Of(ReadOnlySpan<float> losses, double? start = null, ReadOnlySpan<float> learningRates = default)
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

        return Diagnose(Means(losses), Means(learningRates), start ?? losses[0], TensorPrimitives.Max(losses));
    }

    /// <summary>Diagnoses a recorded training.</summary>
    /// <param name="recorder">All steps, at least one; or none where <paramref name="failure"/> says why.</param>
    /// <param name="failure">The exception that ended it, where its loss became infinite or NaN.</param>
    /// <exception cref="ArgumentException">
    /// There is no step, or the first ones were not kept: see <see cref="Recorder.KeepsSteps"/>.
    /// </exception>
    public static CurveDiagnosis Of(Recorder recorder, DivergenceException? failure = null)
    {
        if (failure is not null)
            return new CurveDiagnosis(CurveClass.Diverged, failure.Message);
        return recorder.FirstStep == 0
            ? Of(recorder.Losses, learningRates: recorder.LearningRates)
            : throw new ArgumentException(
                $"CurveDiagnosis: the first {recorder.FirstStep} steps were not kept, expected all of them", nameof(recorder));
    }

    /// <summary>
    /// Diagnoses a training from the mean training loss of each epoch, by the same rules with an epoch for a segment.
    /// </summary>
    /// <param name="epochs">At least one epoch.</param>
    /// <param name="start">S, the loss of the untrained network: ln(classes) for cross-entropy.</param>
    /// <exception cref="ArgumentException">There is no epoch.</exception>
    public static CurveDiagnosis Of(IReadOnlyList<EpochRecord> epochs, double start)
    {
        if (epochs.Count == 0)
            throw new ArgumentException("CurveDiagnosis: there are no epochs, expected at least one", nameof(epochs));
        if (epochs.FirstOrDefault(epoch => !double.IsFinite(epoch.TrainLoss)) is { } failed)
            return new CurveDiagnosis(CurveClass.Diverged, Text($"the training loss of epoch {failed.Epoch} is {failed.TrainLoss}"));
        double[] means = [.. epochs.Select(epoch => epoch.TrainLoss)];
        return Diagnose(means, [], start, means.Max());
    }

    private static CurveDiagnosis Diagnose(double[] means, double[] rates, double start, double largest)
    {
        var (end, half) = (means[^1], means[(means.Length - 1) / 2]);
        if (largest > DivergedRise * start && end > DivergedEnd * start)
            return new(CurveClass.Diverged, Text($"the loss rose from {Loss(start)} to {Loss(largest)} and ended at {Loss(end)}"));
        var (rise, from, to) = LargestRise(means, rates, start);
        if (rise > OscillationRise * start)
            return new(CurveClass.Oscillating, Text(
                $"the mean loss rose from {Loss(from)} to {Loss(to)} in between, and ended at {Loss(end)}"));
        if (end > TooLowEnd * start)
            return new(CurveClass.TooLow, Text($"the loss only fell from {Loss(start)} to {Loss(end)}"));
        var isLowered = rates.Length > 0 && rates[^1] < rates[(rates.Length - 1) / 2];
        if (half - end > TooLowFall * start && !isLowered)
            return new(CurveClass.TooLow, Text(
                $"the loss was still falling when the training ended: from {Loss(half)} half-way to {Loss(end)}"));
        (rise, from, to) = LargestRise(means, [], start);
        var swings = rise > OscillationRise * start
            ? Text($"; in between it rose from {Loss(from)} to {Loss(to)} with the learning rate")
            : " without large swings";
        return new(CurveClass.Good, Text($"the loss fell from {Loss(start)} to {Loss(end)}{swings}"));
    }

    /// <summary>The largest rise, except those that a rising learning rate explains and that were recovered.</summary>
    private static (double Rise, double From, double To) LargestRise(double[] means, double[] rates, double start)
    {
        var (rise, from, to) = (0.0, 0.0, 0.0);
        for (var later = 0; later < means.Length; later++)
        {
            var least = start;
            for (var earlier = 0; earlier < later; earlier++)
            {
                var isExplained = rates.Length > 0 && rates[later] > rates[earlier]
                    && means[^1] <= means[earlier] + (OscillationRise * start);
                if (!isExplained)
                    least = Math.Min(least, means[earlier]);
            }

            if (means[later] - least > rise)
                (rise, from, to) = (means[later] - least, least, means[later]);
        }

        return (rise, from, to);
    }

    /// <summary>The mean of each segment of the steps; none for no steps.</summary>
    private static double[] Means(ReadOnlySpan<float> values)
    {
        if (values.Length == 0)
            return [];
        var means = new double[Math.Clamp(values.Length / MinSegment, 1, MaxSegments)];
        for (var i = 0; i < means.Length; i++)
        {
            var (first, end) = ((int)((long)values.Length * i / means.Length), (int)((long)values.Length * (i + 1) / means.Length));
            foreach (var value in values[first..end])
                means[i] += value;
            means[i] /= end - first;
        }

        return means;
    }

    private static CurveDiagnosis Diverged(int step, float loss) => new(CurveClass.Diverged, Text($"the loss of step {step} is {loss}"));

    // About three digits, as in 1,470, 76.6, 2.30 and 0.0533.
    private static string Loss(double value) => value.ToString(
        value switch { >= 100 => "N0", >= 10 => "0.0", >= 1 => "0.00", _ => "G3" }, CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
