using System.Diagnostics;
using Inkling.Data;
using Inkling.Training.Callbacks;

namespace Inkling.Training;

/// <summary>One training of a <see cref="Sweep"/>.</summary>
public sealed class SweepRun
{
    private SweepRun(int number, HyperParameters hyperParameters, Learner learner, double seconds, DivergenceException? divergence) =>
        (Number, HyperParameters, Recorder, Seconds, Divergence) = (number, hyperParameters, learner.Recorder, seconds, divergence);

    /// <summary>Its place among the combinations, counted from 1.</summary>
    public int Number { get; }

    /// <summary>What it was trained with.</summary>
    public HyperParameters HyperParameters { get; }

    /// <summary>Every step and epoch of it, as far as it came.</summary>
    public Recorder Recorder { get; }

    /// <summary>How long it took, measuring included, beside the runs that ran at the same time.</summary>
    public double Seconds { get; }

    /// <summary>Where the loss stopped being a number, which ended the run; null where it went through.</summary>
    public DivergenceException? Divergence { get; }

    /// <summary>The training loss of the last epoch; not a number after <see cref="Divergence"/>.</summary>
    public double TrainLoss => Final?.TrainLoss ?? double.NaN;

    /// <summary>The validation loss at the end; not a number after <see cref="Divergence"/>.</summary>
    public double ValidLoss => Final?.ValidLoss ?? double.NaN;

    /// <summary>The accuracy on the validation images at the end, 0 to 1; not a number after <see cref="Divergence"/>.</summary>
    public double Accuracy => Final?.Metrics[0] ?? double.NaN;

    /// <summary>The diagnosis of its learning rate from its loss curve: too low, good, oscillating or diverged.</summary>
    public CurveDiagnosis Curve => CurveDiagnosis.Of(Recorder, Divergence);

    /// <summary>Whether it overfits.</summary>
    public OverfittingDiagnosis Overfitting => OverfittingDiagnosis.Of(Recorder.Epochs);

    private EpochRecord? Final => Divergence is null ? Recorder.Epochs[^1] : null;

    /// <summary>Trains; null when it was cancelled.</summary>
    internal static SweepRun? Train(
        int number, HyperParameters hyperParameters, ImageDataset train, ImageDataset validation, Action<int> progress,
        CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var learner = hyperParameters.CreateLearner(train, validation).Add(new StopOnNaN(), new Watcher(progress, cancellation));
        DivergenceException? divergence = null;
        try
        {
            // Not given the token, by which it would still measure what is dropped.
            learner.Fit(hyperParameters.Epochs, hyperParameters.CreateSchedule(learner.Data.Train.Count), CancellationToken.None);
        }
        catch (DivergenceException error)
        {
            divergence = error;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }

        return new SweepRun(number, hyperParameters, learner, Stopwatch.GetElapsedTime(start).TotalSeconds, divergence);
    }

    /// <summary>Tells of each batch, and ends the run at once when the sweep is.</summary>
    private sealed class Watcher(Action<int> progress, CancellationToken cancellation) : Callback
    {
        public override bool IsWatcher => true;

        public override void BeforeBatch(Learner learner)
        {
            cancellation.ThrowIfCancellationRequested();
            ParallelRuns.ShareLoops();
        }

        public override void AfterBatch(Learner learner) => progress(learner.Inputs.Shape[0]);
    }
}
