using System.Diagnostics;

namespace Inkling.Training.Callbacks;

/// <summary>Reports the progress of a training after every step, on its thread.</summary>
/// <param name="progress">Receives the reports.</param>
public sealed class ProgressReporter(IProgress<TrainingProgress> progress) : Callback
{
    private long _start;
    private int _firstStep;

    /// <inheritdoc/>
    public override bool IsWatcher => true;

    /// <inheritdoc/>
    public override void BeforeFit(Learner learner) => (_start, _firstStep) = (Stopwatch.GetTimestamp(), learner.Step);

    /// <inheritdoc/>
    public override void AfterBatch(Learner learner)
    {
        var steps = (long)learner.Epochs * learner.Data.Train.Count;
        var elapsed = Stopwatch.GetElapsedTime(_start);
        var remaining = elapsed / (learner.Step - _firstStep) * (steps - learner.Step);
        progress.Report(new TrainingProgress(
            learner.Epoch, learner.Epochs, learner.Step, steps, learner.Recorder.SmoothedLosses[^1], elapsed, remaining));
    }
}

/// <summary>The progress of a training.</summary>
/// <param name="Epoch">The current epoch, counted from 1.</param>
/// <param name="Epochs">The number of epochs of the training.</param>
/// <param name="Step">The number of steps so far.</param>
/// <param name="Steps">The number of steps of the training.</param>
/// <param name="SmoothedLoss">The smoothed loss.</param>
/// <param name="Elapsed">The time since the training was started or resumed.</param>
/// <param name="Remaining">The estimated remaining time.</param>
public readonly record struct TrainingProgress(
    int Epoch, int Epochs, int Step, long Steps, float SmoothedLoss, TimeSpan Elapsed, TimeSpan Remaining)
{
    /// <summary>Gets the fraction that is done, 0 to 1.</summary>
    public double Share => Step / (double)Steps;
}
