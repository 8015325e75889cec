using System.Diagnostics;
using Inkling.Data;
using Inkling.Training.Callbacks;

namespace Inkling.Training;

/// <summary>One run of a <see cref="Sweep"/>.</summary>
public sealed class SweepRun
{
    private SweepRun(int number, HyperParameters hyperParameters, Learner learner, double seconds, DivergenceException? divergence) =>
        (Number, HyperParameters, Recorder, Seconds, Divergence) = (number, hyperParameters, learner.Recorder, seconds, divergence);

    /// <summary>Gets its number among the combinations, counted from 1.</summary>
    public int Number { get; }

    /// <summary>Gets its hyper-parameters.</summary>
    public HyperParameters HyperParameters { get; }

    /// <summary>Gets the history of the training.</summary>
    public Recorder Recorder { get; }

    /// <summary>Gets its duration in seconds with validation, while other runs were training.</summary>
    public double Seconds { get; }

    /// <summary>Gets the exception that ended the run because its loss was infinite or NaN; null where there was none.</summary>
    public DivergenceException? Divergence { get; }

    /// <summary>Gets the training loss of the last epoch; NaN after a <see cref="Divergence"/>.</summary>
    public double TrainLoss => Final?.TrainLoss ?? double.NaN;

    /// <summary>Gets the final validation loss; NaN after a <see cref="Divergence"/>.</summary>
    public double ValidLoss => Final?.ValidLoss ?? double.NaN;

    /// <summary>Gets the final accuracy on the validation images, 0 to 1; NaN after a <see cref="Divergence"/>.</summary>
    public double Accuracy => Final?.Metrics[0] ?? double.NaN;

    /// <summary>Gets the diagnosis of the learning rate from the loss curve: too low, good, oscillating or diverged.</summary>
    public CurveDiagnosis Curve => CurveDiagnosis.Of(Recorder, Divergence);

    /// <summary>Gets the diagnosis of overfitting.</summary>
    public OverfittingDiagnosis Overfitting => OverfittingDiagnosis.Of(Recorder.Epochs);

    private EpochRecord? Final => Divergence is null ? Recorder.Epochs[^1] : null;

    /// <summary>Trains; returns null when cancelled.</summary>
    internal static SweepRun? Train(
        int number, HyperParameters hyperParameters, ImageDataset train, ImageDataset validation, Action<int> progress,
        CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var learner = hyperParameters.CreateLearner(train, validation).Add(new StopOnNaN(), new Watcher(progress));
        DivergenceException? divergence = null;
        try
        {
            learner.Fit(hyperParameters.Epochs, hyperParameters.CreateSchedule(learner.Data.Train.Count), cancellation);
        }
        catch (DivergenceException error)
        {
            divergence = error;
        }

        return learner.IsFinished || divergence is not null
            ? new SweepRun(number, hyperParameters, learner, Stopwatch.GetElapsedTime(start).TotalSeconds, divergence)
            : null;
    }

    /// <summary>Reports each batch.</summary>
    private sealed class Watcher(Action<int> progress) : Callback
    {
        public override bool IsWatcher => true;

        public override void BeforeBatch(Learner learner) => ParallelRuns.ShareLoops();

        public override void AfterBatch(Learner learner) => progress(learner.Inputs.Shape[0]);
    }
}
