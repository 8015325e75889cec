using System.Diagnostics;
using System.Numerics.Tensors;
using Inkling.Data;
using Inkling.Nn;
using Inkling.Optim;
using Inkling.Training.Callbacks;
using Inkling.Training.Metrics;

namespace Inkling.Training;

/// <summary>
/// Trains a model: <c>new Learner(data, model, new CrossEntropyLoss(), optimizer, new Accuracy()).Fit(epochs: 3, 0.1f)</c>. A training step
/// allocates nothing.
/// </summary>
public sealed partial class Learner
{
    private readonly Metric[] _metrics;
    private readonly string _lossName;
    private readonly ForwardPass _forward = new();
    private Callback[] _callbacks = [];

    // The progress of the epoch, apart from the position of the loader.
    private double _lossSum, _trainSeconds;
    private int _correct, _scored;

    // Whether the step of this batch is skipped, and whether that of the last one was, so that gradients accumulate.
    private bool _skipsStep, _isAccumulating;

    private float _scheduledRate;
    private bool _isRestored, _isStopping;

    // The time that the caller of FitStepwise has spent between mini-batches, which is no time of the training.
    private long _waitedTicks;
    private CancellationToken _cancellation;

    /// <summary>Creates a learner.</summary>
    /// <param name="data">The training set and the validation set.</param>
    /// <param name="model">The model to train.</param>
    /// <param name="loss">The loss to minimise.</param>
    /// <param name="optimizer">The optimizer of the model's parameters.</param>
    /// <param name="metrics">The metrics to compute on the validation set after each epoch, besides the loss.</param>
    /// <exception cref="ArgumentException">The training set is empty, or two metrics have the same name.</exception>
    public Learner(DataLoaders data, Module model, Loss loss, Optimizer optimizer, params ReadOnlySpan<Metric> metrics)
    {
        if (data.Train.Count == 0)
            throw new ArgumentException("Learner: the training set is empty", nameof(data));
        (Data, Model, Loss, Optimizer, _metrics) = (data, model, loss, optimizer, metrics.ToArray());
        if (_metrics.GroupBy(metric => metric.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException(
                $"Learner: {twice.Count()} metrics are called {twice.Key}, expected names that differ", nameof(metrics));
        _lossName = loss.GetType().Name;
        Recorder = new Recorder([.. _metrics.Select(metric => metric.Name)]);
    }

    /// <summary>Gets the training set and the validation set.</summary>
    public DataLoaders Data { get; }

    /// <summary>Gets the model.</summary>
    public Module Model { get; }

    /// <summary>Gets or sets the loss to minimise; a callback may replace it during a training.</summary>
    public Loss Loss { get; set; }

    /// <summary>Gets the optimizer of the model's parameters.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>Gets the metrics that are computed after each epoch, besides the loss.</summary>
    public IReadOnlyList<Metric> Metrics => _metrics;

    /// <summary>Gets the callbacks, in the order in which they are called.</summary>
    public IReadOnlyList<Callback> Callbacks => _callbacks;

    /// <summary>
    /// Gets settings of the program, such as the seed or the augmentation, by name. <see cref="Capture"/> saves them and
    /// <see cref="Restore"/> compares them; they have no other effect.
    /// </summary>
    public IDictionary<string, string> RunSettings { get; } = new Dictionary<string, string>();

    /// <summary>Gets the history of the training.</summary>
    public Recorder Recorder { get; }

    /// <summary>Gets the number of epochs of the current or last training.</summary>
    public int Epochs { get; private set; }

    /// <summary>Gets the number of complete epochs.</summary>
    public int CompleteEpochs { get; private set; }

    /// <summary>Gets the number of epochs of which a step was taken, the complete ones included.</summary>
    public int BegunEpochs => CompleteEpochs + (Batch > 0 ? 1 : 0);

    /// <summary>Gets the current epoch, counted from 1; between epochs the next one.</summary>
    public int Epoch => CompleteEpochs + 1;

    /// <summary>Gets the number of batches of this training so far, over all epochs.</summary>
    public int Step { get; private set; }

    /// <summary>Gets the number of batches of this epoch so far, including the current one.</summary>
    public int Batch { get; private set; }

    /// <summary>Gets the number of items of this epoch so far.</summary>
    public int Items { get; private set; }

    /// <summary>Gets or sets the inputs of the batch, [N, ...].</summary>
    public Tensor Inputs { get; set; }

    /// <summary>Gets or sets the labels of the batch, [N, ...].</summary>
    public Tensor Labels { get; set; }

    /// <summary>Gets the model's output for <see cref="Inputs"/>, [N, ...]; set from <see cref="Callback.BeforeBackward"/> on.</summary>
    public Tensor Predictions { get; private set; }

    /// <summary>
    /// Gets or sets the loss of the batch, [], whose gradient is computed; set from <see cref="Callback.BeforeBackward"/> on, where a
    /// callback may replace it: <c>learner.BatchLoss = learner.BatchLoss + penalty</c>.
    /// </summary>
    public Tensor BatchLoss { get; set; }

    /// <summary>Gets the value of the loss of the batch; set from <see cref="Callback.BeforeBackward"/> on.</summary>
    public float LossValue { get; private set; }

    /// <summary>Gets whether the training ends after the current batch.</summary>
    public bool IsStopping => _isStopping || _cancellation.IsCancellationRequested;

    /// <summary>Gets whether no training is in progress: none was started, or the last one ended and was not cancelled.</summary>
    public bool IsFinished { get; private set; } = true;

    private long Now => Stopwatch.GetTimestamp() - _waitedTicks;

    /// <summary>Adds callbacks, sorted by their <see cref="Callback.Order"/>.</summary>
    /// <returns>This learner.</returns>
    public Learner Add(params ReadOnlySpan<Callback> callbacks)
    {
        // OrderBy keeps those of the same order as they are.
        _callbacks = [.. ((Callback[])[.. _callbacks, .. callbacks]).OrderBy(callback => callback.Order)];
        return this;
    }

    /// <summary>Ends the training after the current batch; the epoch is validated and recorded nevertheless.</summary>
    public void Stop() => _isStopping = true;

    /// <summary>
    /// Skips the optimizer's step of the current batch and keeps the gradients, so that those of the next batch are added to them. To be
    /// called by a callback before the step, as <see cref="GradientAccumulation"/> does.
    /// </summary>
    public void SkipStep() => _skipsStep = true;

    /// <summary>Freezes all parameter groups of the optimizer but the last, as fastai's <c>freeze</c>.</summary>
    public void Freeze() => FreezeTo(-1);

    /// <summary>Unfreezes all parameter groups of the optimizer.</summary>
    public void Unfreeze() => FreezeTo(0);

    /// <summary>Freezes the parameter groups of the optimizer before one and unfreezes the others.</summary>
    /// <param name="group">The first group to train; a negative number counts from the end.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such group.</exception>
    public void FreezeTo(int group)
    {
        var groups = Optimizer.ParameterGroups;
        if (group < -groups.Count || group >= groups.Count)
            throw new ArgumentOutOfRangeException(nameof(group), $"FreezeTo({group}): the optimizer has {groups.Count} parameter groups");
        var first = group < 0 ? group + groups.Count : group;
        foreach (var (i, one) in groups.Index())
            one.SetFrozen(i < first);
    }

    /// <summary>Trains with a constant learning rate.</summary>
    /// <inheritdoc cref="Fit(int, Schedule, CancellationToken)"/>
    public void Fit(int epochs, float learningRate, CancellationToken cancellation = default) =>
        Fit(epochs, new ConstantSchedule(learningRate), cancellation);

    /// <summary>Trains with constant learning rates, one for each parameter group.</summary>
    /// <inheritdoc cref="Fit(int, Schedule, CancellationToken)"/>
    public void Fit(int epochs, LearningRateSlice learningRates, CancellationToken cancellation = default)
    {
        Optimizer.SetLearningRates(learningRates);
        Fit(epochs, learningRates.Last, cancellation);
    }

    /// <summary>Trains by fastai's one-cycle policy with the learning rates of the peak, one for each parameter group.</summary>
    /// <inheritdoc cref="FitOneCycle(int, float, CancellationToken)"/>
    public void FitOneCycle(int epochs, LearningRateSlice maximumLearningRates, CancellationToken cancellation = default)
    {
        Optimizer.SetLearningRates(maximumLearningRates);
        FitOneCycle(epochs, maximumLearningRates.Last, cancellation);
    }

    /// <summary>Trains by fastai's one-cycle policy; see <see cref="OneCycleSchedule"/>.</summary>
    /// <param name="epochs">The number of epochs, at least 1.</param>
    /// <param name="maximumLearningRate">The learning rate of the peak.</param>
    /// <param name="cancellation">
    /// Ends the training after the current batch, of the training or the validation set; the epoch is then not recorded.
    /// </param>
    /// <inheritdoc cref="Fit(int, Schedule, CancellationToken)"/>
    public void FitOneCycle(int epochs, float maximumLearningRate, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        Fit(epochs, new OneCycleSchedule(maximumLearningRate, (long)epochs * Data.Train.Count), cancellation);
    }

    /// <summary>
    /// Trains the model and validates it after each epoch. After <see cref="Restore"/> of an unfinished training it resumes that one, else
    /// it starts a new one from the current weights.
    /// </summary>
    /// <param name="epochs">
    /// The number of epochs, at least 1. When a training resumes, its own or, with a schedule that does not depend on the number of steps
    /// (<see cref="Schedule.DependsOnTotalSteps"/>), any from <see cref="BegunEpochs"/> up: it ends with the bits of a training that had
    /// this number from the start.
    /// </param>
    /// <param name="schedule">Sets the learning rate before each step; that of the restored training when it resumes.</param>
    /// <param name="cancellation">
    /// Ends the training after the current batch, of the training or the validation set; the epoch is then not recorded.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The number of epochs is below 1.</exception>
    /// <exception cref="InvalidOperationException">
    /// The restored training has another schedule, or a number of epochs that cannot become this one.
    /// </exception>
    public void Fit(int epochs, Schedule schedule, CancellationToken cancellation = default)
    {
        foreach (var _ in FitStepwise(epochs, schedule, cancellation))
        {
        }
    }

    /// <summary>
    /// Trains as <see cref="Fit(int, Schedule, CancellationToken)"/> does, and returns to the caller after each mini-batch. Between two
    /// of them the caller may wait, call <see cref="Capture"/>, or end the loop, which ends the training as it is.
    /// </summary>
    /// <returns>What was done last. The loop runs on one thread: the memory of tensors belongs to it.</returns>
    /// <inheritdoc cref="Fit(int, Schedule, CancellationToken)"/>
    public IEnumerable<FitPhase> FitStepwise(int epochs, Schedule schedule, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        return FitPhases(epochs, schedule, inParts: false, cancellation).Select(phase => phase!.Value);
    }

    /// <summary>
    /// Trains as <see cref="FitStepwise"/> does, and also returns to the caller within a mini-batch, with null: between the layers of the
    /// forward pass, between the operations of the backward pass, and before the optimizer's step. The bits are the same. At a null
    /// nothing may be captured; a loop that ends there leaves a state that is good for <see cref="Restore"/> alone.
    /// </summary>
    internal IEnumerable<FitPhase?> FitInParts(int epochs, Schedule schedule) =>
        FitPhases(epochs, schedule, inParts: true, CancellationToken.None);

    /// <summary>Evaluates the model on the validation set; the metrics then hold their values.</summary>
    /// <returns>The mean loss.</returns>
    /// <exception cref="InvalidOperationException">There is no validation set.</exception>
    public double Validate() => Evaluator.Run(
        Model, Data.Validation ?? throw new InvalidOperationException("Validate(): this learner has no validation set"), Loss, _metrics);

    /// <summary>Computes the model's output for a batch, in evaluation mode and without gradients: for a classifier the logits.</summary>
    /// <param name="inputs">[N, ...].</param>
    public Tensor Predict(Tensor inputs)
    {
        using var mode = new EvaluationMode(Model);
        using var _ = new NoGrad();
        return Model.Forward(inputs);
    }

    /// <summary>Computes the model's output for all items of a set, [N, ...] with one row for each.</summary>
    /// <param name="items">The set, with at least one item.</param>
    /// <exception cref="ArgumentException">The set is empty.</exception>
    public Tensor Predict(Dataset items)
    {
        if (items.Count == 0)
            throw new ArgumentException("Predict(): the set is empty", nameof(items));
        Tensor? all = null;
        var start = 0;
        foreach (var (inputs, _) in DataLoaders.ForValidation(items))
        {
            var predictions = Predict(inputs);
            var count = inputs.Shape[0];
            var whole = all ??= Tensor.Full(predictions.Shape.With(0, items.Count), 0);
            predictions.Span.CopyTo(whole.Span[(start * (predictions.Length / count))..]);
            start += count;
        }

        return all!.Value;
    }

    private IEnumerable<FitPhase?> FitPhases(int epochs, Schedule schedule, bool inParts, CancellationToken cancellation)
    {
        if (_isRestored && !IsFinished)
            CheckResumed(epochs, schedule);
        else
            Start(epochs);
        _isRestored = false;
        _cancellation = cancellation;
        try
        {
            Recorder.Reserve(epochs, Data.Train.Count);
            foreach (var callback in _callbacks)
                callback.BeforeFit(this);

            // The epoch within which a restored training was stopped is validated and recorded first.
            for (var isBegun = Batch > 0; CompleteEpochs < Epochs && (isBegun || !_isStopping); isBegun = false)
            {
                if (_cancellation.IsCancellationRequested)
                    break;
                foreach (var phase in FitEpoch(schedule, inParts))
                {
                    var left = Stopwatch.GetTimestamp();
                    yield return phase;
                    _waitedTicks += Stopwatch.GetTimestamp() - left;
                }
            }
        }
        finally
        {
            for (var i = _callbacks.Length - 1; i >= 0; i--)
                _callbacks[i].AfterFit(this);
        }

        IsFinished = CompleteEpochs == Epochs || (_isStopping && !_cancellation.IsCancellationRequested);
    }

    private void Start(int epochs)
    {
        // The position of a finished training within its epoch.
        if (_isRestored && Data.Train.State is { NextBatch: > 0 } place)
            Data.Train.State = new LoaderState(place.Now, place.Now, 0);
        (Epochs, CompleteEpochs, Step, _isStopping, _isAccumulating, IsFinished) = (epochs, 0, 0, false, false, false);
        StartEpoch();
        Recorder.Clear();
    }

    private void CheckResumed(int epochs, Schedule schedule)
    {
        if (epochs != Epochs && schedule.DependsOnTotalSteps)
        {
            throw new InvalidOperationException(
                $"the training that was restored has {Epochs} epochs, {epochs} are given: expected the same number, on which the learning "
                + $"rates of {schedule.GetType().Name} depend");
        }

        if (epochs < BegunEpochs)
            throw new InvalidOperationException(
                $"the training that was restored has begun epoch {BegunEpochs}, {epochs} are given: expected at least {BegunEpochs}");
        if (Step > 0 && schedule.LearningRate(Step - 1) is var rate && rate != _scheduledRate)
        {
            throw new InvalidOperationException(
                $"the training that was restored had a learning rate of {_scheduledRate} at step {Step}, {rate} is given: "
                + "expected the same schedule");
        }

        Epochs = epochs;
    }

    private void StartEpoch() => (Batch, Items, _correct, _scored, _lossSum, _trainSeconds) = (0, 0, 0, 0, 0, 0);

    private IEnumerable<FitPhase?> FitEpoch(Schedule schedule, bool inParts)
    {
        if (Batch == 0)
        {
            Recorder.StartEpoch();
            foreach (var callback in _callbacks)
                callback.BeforeEpoch(this);
        }

        var (before, start) = (_trainSeconds, Now);
        // A restored training may have been cancelled during the validation, when the loader had reached the end of the epoch.
        var isTrained = _isStopping || (Batch == Data.Train.Count && Data.Train.State.NextBatch == 0);
        if (!isTrained)
        {
            foreach (var phase in TrainEpoch(schedule, inParts))
                yield return phase;
        }

        var isComplete = Batch == Data.Train.Count;
        if (!isComplete)
        {
            foreach (var callback in _callbacks)
                callback.AfterInterruption(this);
            if (_cancellation.IsCancellationRequested)
                yield break;
        }

        foreach (var callback in _callbacks)
            callback.BeforeValidate(this);
        var evaluation = Data.Validation is { } batches ? new Evaluation(Model, batches, Loss, _metrics, inParts) : null;
        using (evaluation)
        {
            while (evaluation is { IsComplete: false } && !_cancellation.IsCancellationRequested)
            {
                yield return evaluation.Advance() ? FitPhase.Validation : null;
            }
        }

        if (evaluation is { IsComplete: false })
        {
            foreach (var callback in _callbacks)
                callback.AfterInterruption(this);
            yield break;
        }

        var seconds = before + Stopwatch.GetElapsedTime(start, Now).TotalSeconds;
        RecordEpoch(evaluation?.MeanLoss ?? double.NaN, seconds);
        foreach (var callback in _callbacks)
            callback.AfterValidate(this);
        if (isComplete)
        {
            CompleteEpochs++;
            StartEpoch();
        }

        foreach (var callback in _callbacks)
            callback.AfterEpoch(this);
        yield return FitPhase.Epoch;
    }

    private IEnumerable<FitPhase?> TrainEpoch(Schedule schedule, bool inParts)
    {
        Model.Train();
        var (before, start) = (_trainSeconds, Now);
        using var batches = Data.Train.GetEnumerator();
        while (batches.MoveNext())
        {
            StartStep(batches.Current, schedule);
            if (inParts)
            {
                _forward.Start(Model, Inputs);
                while (_forward.Advance())
                    yield return null;
                Predictions = _forward.Output;
            }
            else
            {
                Predictions = Model.Forward(Inputs);
            }

            ComputeLoss();
            using (var backward = BatchLoss.StartBackward())
            {
                while (backward.Advance())
                {
                    if (inParts)
                        yield return null;
                }
            }

            if (inParts)
                yield return null;
            EndStep();
            _trainSeconds = before + Stopwatch.GetElapsedTime(start, Now).TotalSeconds;
            foreach (var callback in _callbacks)
                callback.AfterBatch(this);
            yield return FitPhase.Step;

            // After the last batch the loader has to reach its end, or its position would not be the start of the next epoch.
            if (IsStopping && Batch < Data.Train.Count)
                break;
        }
    }

    private void RecordEpoch(double validLoss, double seconds)
    {
        double[] values = Data.Validation is null ? [] : [.. _metrics.Select(metric => metric.Value)];
        Recorder.AddEpoch(new EpochRecord(Epoch, _lossSum / Items, validLoss, values, _trainSeconds, seconds, Items)
        {
            TrainAccuracy = _correct / (double)_scored,
        });
    }

    private void StartStep(Batch batch, Schedule schedule)
    {
        (Inputs, Labels) = (batch.Inputs, batch.Labels);
        Batch++;
        _scheduledRate = schedule.LearningRate(Step);
        schedule.Apply(Optimizer, Step);
        foreach (var callback in _callbacks)
            callback.BeforeBatch(this);
    }

    private void ComputeLoss()
    {
        BatchLoss = Loss.Forward(Predictions, Labels);
        LossValue = BatchLoss.Item();
        CountCorrect();
        foreach (var callback in _callbacks)
            callback.BeforeBackward(this);
        if (!_isAccumulating)
            Optimizer.ZeroGrad();
    }

    private void EndStep()
    {
        foreach (var callback in _callbacks)
            callback.AfterBackward(this);
        (_isAccumulating, _skipsStep) = (_skipsStep, false);
        if (!_isAccumulating)
            UpdateParameters();
        Step++;
        Items += Labels.Shape[0];
        _lossSum += (double)LossValue * Labels.Shape[0];
        Recorder.AddStep(LossValue, Optimizer.LearningRate);
    }

    private void UpdateParameters()
    {
        foreach (var callback in _callbacks)
            callback.BeforeStep(this);
        Optimizer.Step();
        foreach (var callback in _callbacks)
            callback.AfterStep(this);
    }

    /// <summary>Counts the correctly classified items, where the output is [N, classes] and the labels are class indices [N].</summary>
    private void CountCorrect()
    {
        if (Predictions.Rank != 2 || Labels.Rank != 1 || Predictions.Shape[0] != Labels.Length || Predictions.Shape[1] < 2)
            return;
        var scores = Predictions.Span;
        var labels = Labels.Span;
        var classes = Predictions.Shape[1];
        for (var i = 0; i < labels.Length; i++)
        {
            if (TensorPrimitives.IndexOfMax<float>(scores.Slice(i * classes, classes)) == labels[i])
                _correct++;
        }

        _scored += labels.Length;
    }
}
