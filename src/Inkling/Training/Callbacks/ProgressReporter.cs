using System.Diagnostics;

namespace Inkling.Training.Callbacks;

/// <summary>Tells how far a training is, after every step and on its thread; what listens decides what to show.</summary>
/// <param name="progress">Who hears of it.</param>
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

/// <summary>How far a training is.</summary>
/// <param name="Epoch">The epoch that runs, counted from 1.</param>
/// <param name="Epochs">Epochs of the training.</param>
/// <param name="Step">Steps taken.</param>
/// <param name="Steps">Steps of the training.</param>
/// <param name="SmoothedLoss">The running mean of the loss.</param>
/// <param name="Elapsed">Time since the training began, or went on.</param>
/// <param name="Remaining">Time that it will take yet, at the speed so far.</param>
public readonly record struct TrainingProgress(
    int Epoch, int Epochs, int Step, long Steps, float SmoothedLoss, TimeSpan Elapsed, TimeSpan Remaining)
{
    /// <summary>The share that is done, 0 to 1.</summary>
    public double Share => Step / (double)Steps;
}
