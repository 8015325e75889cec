namespace Inkling.Training;

/// <summary>One epoch of a training, and the measurement after it.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="TrainLoss">The mean loss of the items, each measured before the step that learned from it.</param>
/// <param name="ValidLoss">The mean loss of the validation items; not a number where there are none.</param>
/// <param name="Metrics">The values of the metrics on the validation items, in the learner's order; empty where there are none.</param>
/// <param name="TrainSeconds">How long the steps took.</param>
/// <param name="Seconds">How long it took with the measurement.</param>
/// <param name="Items">How many items were learned from; fewer than there are when the epoch was ended early.</param>
public sealed record EpochRecord(
    int Epoch, double TrainLoss, double ValidLoss, IReadOnlyList<double> Metrics, double TrainSeconds, double Seconds, int Items)
{
    /// <summary>
    /// The share of the items that were read right, each before the step that learned from it; not a number where the model gives no scores
    /// for classes.
    /// </summary>
    public double TrainAccuracy { get; init; } = double.NaN;

    /// <summary>Items that were learned from in a second of the steps.</summary>
    public double ItemsPerSecond => Items / Math.Max(TrainSeconds, 1e-9);
}
