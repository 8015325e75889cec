using Inkling.Training;

namespace Inkling.Cli.Runs;

/// <summary>One epoch of a run: the training, and the measurement after it.</summary>
internal sealed record EpochRecord(int Epoch, EpochResult Train, Evaluation Test)
{
    public double ImagesPerSecond => Train.Images / Math.Max(Train.Seconds, 1e-9);
}
