using Inkling.Data;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Training.Callbacks;
using Inkling.Training.Metrics;

namespace Inkling.Training;

/// <summary>
/// A training that advances one mini-batch at a time, keeps its states in memory and can be rewound to any of them. From there it takes
/// the same steps again, with the same bits, whatever else the thread computes in between.
/// </summary>
/// <remarks>To be used on one thread, to which the memory of the tensors belongs.</remarks>
public sealed class TrainingRun : IDisposable
{
    /// <summary>The number of steps whose mean loss is compared with the loss of the first step.</summary>
    private const int ExplosionSteps = 20;

    /// <summary>The training has diverged where the mean loss exceeds this multiple of the loss of the first step.</summary>
    private const double ExplosionRise = 2;

    private readonly TrainingRunOptions _options;
    private readonly KeptStates _kept;
    private readonly List<HeldOutPoint> _heldOut = [];
    private readonly DataLoader? _sample;
    private readonly Accuracy _sampleAccuracy = new();
    private readonly TrainedModel _model;
    private RandomStream? _random;
    private IEnumerator<FitPhase?>? _phases;
    private Evaluation? _evaluation;

    /// <summary>Creates the network with the initial weights of the seed, and keeps its state.</summary>
    /// <param name="hyperParameters">What is trained, and how.</param>
    /// <param name="train">The training images.</param>
    /// <param name="validation">The images to measure on after each epoch, and some of them in between; null for none.</param>
    /// <param name="options">What is kept and measured; null for the defaults.</param>
    /// <param name="configure">Adds callbacks and settings to the learner before the first state is kept; null for none.</param>
    /// <exception cref="ArgumentException">A hyper-parameter is not permitted; the message names it.</exception>
    public TrainingRun(
        HyperParameters hyperParameters, ImageDataset train, ImageDataset? validation, TrainingRunOptions? options = null,
        Action<Learner>? configure = null)
    {
        (HyperParameters, _options) = (hyperParameters, options ?? new TrainingRunOptions());
        var outer = Randomness.Exchange(null);
        try
        {
            Learner = hyperParameters.CreateLearner(train, validation);
            Learner.Add(new StopOnNaN());
            configure?.Invoke(Learner);
            _random = Randomness.Exchange(outer);
        }
        finally
        {
            if (_random is null)
                Randomness.Exchange(outer);
        }

        if (validation is { Count: > 0 } && _options.SampleSize > 0)
            _sample = DataLoaders.ForValidation(validation.Take(_options.SampleSize), batchSize: 64);
        _model = new TrainedModel(hyperParameters.Model, Learner.Model, train.ClassNames, train.Rows, train.Columns);
        _kept = new KeptStates(Math.Max(1, StepsPerEpoch / _options.StatesPerEpoch), _options.MemoryBudget);
        KeepState();
    }

    /// <summary>Gets what is trained, and how.</summary>
    public HyperParameters HyperParameters { get; }

    /// <summary>Gets the learner.</summary>
    public Learner Learner { get; }

    /// <summary>Gets the model as it is now, with the network that is trained.</summary>
    public TrainedModel Model => _model with { Epochs = Learner.CompleteEpochs, Steps = Step };

    /// <summary>Gets the number of steps that were taken.</summary>
    public int Step => Learner.Step;

    private int BatchSize => Learner.Data.Train.BatchSize;

    /// <summary>Gets the number of steps of an epoch.</summary>
    public int StepsPerEpoch => Learner.Data.Train.Count;

    /// <summary>Gets the number of steps of the whole training.</summary>
    public long TotalSteps => (long)HyperParameters.Epochs * StepsPerEpoch;

    /// <summary>Gets whether all epochs are complete.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Gets why the training was stopped; null where it did not diverge.</summary>
    public DivergenceException? Failure { get; private set; }

    /// <summary>Gets whether no step can be taken: the training is complete or has diverged.</summary>
    public bool HasEnded => IsComplete || Failure is not null;

    /// <summary>
    /// Gets whether the last <see cref="Advance"/> ended within a step or a measurement, of which the next ones compute the rest; see
    /// <see cref="TrainingRunOptions.InParts"/>.
    /// </summary>
    public bool IsWithinStep { get; private set; }

    /// <summary>Gets whether images are still to be measured before the next step: of a kept state, or at the end of an epoch.</summary>
    public bool IsMeasuring => _evaluation is not null || (!HasEnded && Learner.Batch == StepsPerEpoch);

    /// <summary>Gets why the training was stopped and what to change; null where it did not diverge.</summary>
    public string? Explanation => Failure is { } failure
        ? FormattableString.Invariant(
            $"Training diverged, {failure.Message}: try a smaller learning rate than {HyperParameters.LearningRate}, such as ")
            + FormattableString.Invariant($"{HyperParameters.SmallerLearningRate():G3}.")
        : null;

    /// <summary>Gets the steps after which the state is kept, in ascending order; 0 for the initial weights.</summary>
    public IReadOnlyList<int> KeptSteps => _kept.Steps;

    /// <summary>Gets what was measured on the sample of the held-out images, in ascending order of the steps.</summary>
    public IReadOnlyList<HeldOutPoint> HeldOut => _heldOut;

    /// <summary>Trains or measures on the next mini-batch, or computes a part of that.</summary>
    /// <returns>Whether there is more to do; false when the training has ended.</returns>
    public bool Advance()
    {
        if (_evaluation is not null)
        {
            AdvanceSample(_evaluation);
            return _evaluation is not null || !HasEnded;
        }

        if (HasEnded)
            return false;
        var step = Step;
        WithOwnRandomness(AdvanceTraining);
        if (Step > step && Failure is null)
            AfterStep();
        return _evaluation is not null || !HasEnded;
    }

    /// <summary>Goes back to a state that is kept; those after it, and what was measured after it, are dropped.</summary>
    /// <param name="step">One of <see cref="KeptSteps"/>.</param>
    /// <exception cref="ArgumentException">No state of that step is kept.</exception>
    public void Rewind(int step)
    {
        var state = _kept.Find(step);
        EndPhases();
        WithOwnRandomness(() => Learner.Restore(state));
        _kept.RemoveAfter(step);
        _heldOut.RemoveAll(point => point.Step > step);
        (IsComplete, Failure) = (false, null);
        MeasureSample();
    }

    /// <summary>Creates a copy of the model as it was after a step; the training goes on undisturbed.</summary>
    /// <param name="step">One of <see cref="KeptSteps"/>.</param>
    /// <exception cref="ArgumentException">No state of that step is kept.</exception>
    public TrainedModel ModelAt(int step)
    {
        var weights = _kept.Find(step).Part("model").OwnTensors();
        using var _ = Initialization.Skip(ModelFile.MaximumElements);
        var module = HyperParameters.CreateModule(_model.Rows, _model.Columns, _model.ClassNames.Count);
        module.LoadStateDictionary(weights);
        module.Eval();
        return _model with { Module = module, Steps = step, Epochs = step / StepsPerEpoch };
    }

    /// <summary>
    /// Calls an action between two steps while the default random numbers of this thread are those of the training, so that a state which
    /// it captures resumes to the same bits.
    /// </summary>
    /// <param name="action">The action, such as one that saves a checkpoint of <see cref="Learner"/>.</param>
    public void WithOwnRandomness(Action action)
    {
        var outer = Randomness.Exchange(_random);
        try
        {
            action();
        }
        finally
        {
            _random = Randomness.Exchange(outer);
        }
    }

    /// <summary>Ends the training as it is.</summary>
    public void Dispose() => EndPhases();

    private void AdvanceTraining()
    {
        try
        {
            _phases ??= StartPhases().GetEnumerator();
            if (!_phases.MoveNext())
                End();
            else if (_phases.Current == FitPhase.Epoch && Learner.CompleteEpochs == HyperParameters.Epochs)
                End();
            else
                IsWithinStep = _phases.Current is null;
        }
        catch (DivergenceException error)
        {
            Failure = error;
            EndPhases();
        }

        void End()
        {
            // What stands after the last epoch.
            while (_phases.MoveNext())
            {
            }

            IsComplete = true;
            EndPhases();
        }
    }

    private IEnumerable<FitPhase?> StartPhases()
    {
        var schedule = HyperParameters.CreateSchedule(StepsPerEpoch);
        return _options.InParts
            ? Learner.FitInParts(HyperParameters.Epochs, schedule)
            : Learner.FitStepwise(HyperParameters.Epochs, schedule).Select(phase => (FitPhase?)phase);
    }

    private void AfterStep()
    {
        var losses = Learner.Recorder.Losses;
        if (losses.Length >= ExplosionSteps && Mean(losses[^ExplosionSteps..]) is var mean && mean > ExplosionRise * losses[0])
        {
            Failure = new DivergenceException(Step, Math.Round(mean, 2));
            EndPhases();
        }
        else if (Step % _kept.Interval == 0)
        {
            KeepState();
        }
    }

    private void KeepState()
    {
        WithOwnRandomness(() => _kept.Add(Step, Learner.Capture()));
        MeasureSample();
    }

    private void MeasureSample()
    {
        // After as many training images at the earliest, so that the sample costs less than the training.
        if (_sample is null || (_heldOut is [.., var last] && (Step == last.Step || Step - last.Step < _sample.Dataset.Count / BatchSize)))
            return;
        _evaluation = new Evaluation(Learner.Model, _sample, Learner.Loss, [_sampleAccuracy], _options.InParts);
    }

    private void AdvanceSample(Evaluation evaluation)
    {
        evaluation.Advance();
        if (!evaluation.IsComplete)
            return;
        _heldOut.Add(new HeldOutPoint(Step, evaluation.MeanLoss, _sampleAccuracy.Value));
        EndSample();
    }

    private void EndSample()
    {
        _evaluation?.Dispose();
        _evaluation = null;
    }

    private void EndPhases()
    {
        EndSample();
        _phases?.Dispose();
        (_phases, IsWithinStep) = (null, false);
    }

    private static double Mean(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum / values.Length;
    }
}
