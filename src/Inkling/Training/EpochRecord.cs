namespace Inkling.Training;

/// <summary>The results of one epoch of a training.</summary>
/// <param name="Epoch">The number of the epoch, counted from 1.</param>
/// <param name="TrainLoss">The mean training loss of the items, each computed before the step on its batch.</param>
/// <param name="ValidLoss">The mean loss of the validation set; NaN where there is none.</param>
/// <param name="Metrics">The values of the metrics on the validation set, in the learner's order; empty where there is none.</param>
/// <param name="TrainSeconds">The duration of the training steps in seconds.</param>
/// <param name="Seconds">The duration with the validation in seconds.</param>
/// <param name="Items">The number of training items; fewer than those of the training set where the epoch was stopped early.</param>
public sealed record EpochRecord(
    int Epoch, double TrainLoss, double ValidLoss, IReadOnlyList<double> Metrics, double TrainSeconds, double Seconds, int Items)
{
    /// <summary>
    /// Gets the fraction of correctly classified training items, each computed before the step on its batch; NaN where the output is not
    /// [N, classes].
    /// </summary>
    public double TrainAccuracy { get; init; } = double.NaN;

    /// <summary>Gets the number of training items per second.</summary>
    public double ItemsPerSecond => Items / Math.Max(TrainSeconds, 1e-9);
}
