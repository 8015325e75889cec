using System.Diagnostics;
using System.Numerics.Tensors;
using Inkling.Data;
using Inkling.Nn;
using Inkling.Optim;
using Inkling.Training.Callbacks;
using Inkling.Training.Metrics;

namespace Inkling.Training;

/// <summary>
/// Brings together what a training needs, and trains:
/// <c>new Learner(data, model, new CrossEntropyLoss(), optimizer, new Accuracy()).Fit(epochs: 3, 0.1f)</c>. A step allocates nothing.
/// </summary>
public sealed partial class Learner
{
    private readonly Metric[] _metrics;
    private readonly string _lossName;
    private Callback[] _callbacks = [];

    // Where the epoch stands, apart from the loader's own place.
    private double _lossSum, _trainSeconds;
    private int _right, _scored;

    private bool _isRestored, _isStopping;
    private CancellationToken _cancellation;

    /// <summary>A learner.</summary>
    /// <param name="data">What to learn from and what to measure on.</param>
    /// <param name="model">What is trained.</param>
    /// <param name="loss">What is to become small.</param>
    /// <param name="optimizer">What changes the model's parameters.</param>
    /// <param name="metrics">What is measured after each epoch besides the loss.</param>
    /// <exception cref="ArgumentException">There is nothing to learn from, or two metrics have one name.</exception>
    public Learner(DataLoaders data, Module model, Loss loss, Optimizer optimizer, params ReadOnlySpan<Metric> metrics)
    {
        if (data.Train.Count == 0)
            throw new ArgumentException("Learner: there are no items to learn from", nameof(data));
        (Data, Model, Loss, Optimizer, _metrics) = (data, model, loss, optimizer, metrics.ToArray());
        if (_metrics.GroupBy(metric => metric.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException(
                $"Learner: {twice.Count()} metrics are called {twice.Key}, expected names that differ", nameof(metrics));
        _lossName = loss.GetType().Name;
        Recorder = new Recorder([.. _metrics.Select(metric => metric.Name)]);
    }

    /// <summary>What to learn from and what to measure on.</summary>
    public DataLoaders Data { get; }

    /// <summary>What is trained.</summary>
    public Module Model { get; }

    /// <summary>What is to become small; a callback may put another in its place for a while.</summary>
    public Loss Loss { get; set; }

    /// <summary>What changes the model's parameters.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>What is measured after each epoch besides the loss.</summary>
    public IReadOnlyList<Metric> Metrics => _metrics;

    /// <summary>What takes part, in the order in which it is called.</summary>
    public IReadOnlyList<Callback> Callbacks => _callbacks;

    /// <summary>What the training went through.</summary>
    public Recorder Recorder { get; }

    /// <summary>Epochs of the training that runs, or ran last.</summary>
    public int Epochs { get; private set; }

    /// <summary>Epochs that are complete.</summary>
    public int CompleteEpochs { get; private set; }

    /// <summary>The epoch that runs, counted from 1; between epochs the one that comes next.</summary>
    public int Epoch => CompleteEpochs + 1;

    /// <summary>Steps taken in this training.</summary>
    public int Step { get; private set; }

    /// <summary>Batches gone through in this epoch, the running one included.</summary>
    public int Batch { get; private set; }

    /// <summary>Items learned from in this epoch.</summary>
    public int Items { get; private set; }

    /// <summary>The inputs of the batch, [N, ...].</summary>
    public Tensor Inputs { get; set; }

    /// <summary>The labels of the batch, [N, ...].</summary>
    public Tensor Labels { get; set; }

    /// <summary>What the model made of <see cref="Inputs"/>; set from <see cref="Callback.BeforeBackward"/> on.</summary>
    public Tensor Predictions { get; private set; }

    /// <summary>The loss of the batch; set from <see cref="Callback.BeforeBackward"/> on.</summary>
    public float LossValue { get; private set; }

    /// <summary>Whether the training ends after the batch that runs.</summary>
    public bool IsStopping => _isStopping || _cancellation.IsCancellationRequested;

    /// <summary>Whether no training is under way: none was begun, or the last one came to its end and was not cancelled.</summary>
    public bool IsFinished { get; private set; } = true;

    /// <summary>Adds callbacks.</summary>
    /// <returns>This learner.</returns>
    public Learner Add(params ReadOnlySpan<Callback> callbacks)
    {
        // OrderBy keeps those of the same order as they are.
        _callbacks = [.. ((Callback[])[.. _callbacks, .. callbacks]).OrderBy(callback => callback.Order)];
        return this;
    }

    /// <summary>Ends the training after the batch that runs; the epoch is measured and recorded all the same.</summary>
    public void Stop() => _isStopping = true;

    /// <summary>Trains with one learning rate.</summary>
    /// <inheritdoc cref="Fit(int, Schedule, CancellationToken)"/>
    public void Fit(int epochs, float learningRate, CancellationToken cancellation = default) =>
        Fit(epochs, new ConstantSchedule(learningRate), cancellation);

    /// <summary>Trains by fastai's one-cycle policy; see <see cref="OneCycleSchedule"/>.</summary>
    /// <param name="epochs">Times to go through the items, at least 1.</param>
    /// <param name="maximumLearningRate">The rate at the top.</param>
    /// <param name="cancellation">Ends the training after the batch that runs.</param>
    /// <inheritdoc cref="Fit(int, Schedule, CancellationToken)"/>
    public void FitOneCycle(int epochs, float maximumLearningRate, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        Fit(epochs, new OneCycleSchedule(maximumLearningRate, (long)epochs * Data.Train.Count), cancellation);
    }

    /// <summary>
    /// Trains, and measures after each epoch. After <see cref="Restore"/> of a training that was not finished it goes on with that one,
    /// else it starts a new one from the weights that are there.
    /// </summary>
    /// <param name="epochs">Times to go through the items, at least 1; the same as before when it goes on.</param>
    /// <param name="schedule">Sets the learning rate before each step; the same as before when it goes on.</param>
    /// <param name="cancellation">Ends the training after the batch that runs.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no epoch.</exception>
    /// <exception cref="InvalidOperationException">
    /// It goes on with a training of another number of epochs, or with another schedule.
    /// </exception>
    public void Fit(int epochs, Schedule schedule, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        if (_isRestored && !IsFinished)
            CheckSame(epochs, schedule);
        else
            Start(epochs);
        _isRestored = false;
        _cancellation = cancellation;
        try
        {
            Recorder.Reserve((long)epochs * Data.Train.Count);
            foreach (var callback in _callbacks)
                callback.BeforeFit(this);
            while (CompleteEpochs < Epochs && !IsStopping)
                FitEpoch(schedule);
        }
        finally
        {
            for (var i = _callbacks.Length - 1; i >= 0; i--)
                _callbacks[i].AfterFit(this);
        }

        IsFinished = CompleteEpochs == Epochs || _isStopping;
    }

    /// <summary>Measures the model on the validation items; the metrics then hold their values.</summary>
    /// <returns>The mean loss.</returns>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public double Validate() => Evaluator.Run(
        Model, Data.Validation ?? throw new InvalidOperationException("Validate(): this learner has no validation items"), Loss, _metrics);

    /// <summary>What the model makes of a batch, in evaluation mode and without recording: for a classifier the logits.</summary>
    /// <param name="inputs">[N, ...].</param>
    public Tensor Predict(Tensor inputs)
    {
        using var mode = new EvaluationMode(Model);
        using var _ = new NoGrad();
        return Model.Forward(inputs);
    }

    /// <summary>What the model makes of all items of a set, one row for each.</summary>
    /// <param name="items">At least one item.</param>
    /// <exception cref="ArgumentException">There are no items.</exception>
    public Tensor Predict(Dataset items)
    {
        if (items.Count == 0)
            throw new ArgumentException("there are no items to predict", nameof(items));
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

    private void Start(int epochs)
    {
        // A place within an epoch that belongs to a training which is over.
        if (_isRestored && Data.Train.State is { NextBatch: > 0 } place)
            Data.Train.State = new LoaderState(place.Now, place.Now, 0);
        (Epochs, CompleteEpochs, Step, _isStopping, IsFinished) = (epochs, 0, 0, false, false);
        StartEpoch();
        Recorder.Clear();
    }

    private void CheckSame(int epochs, Schedule schedule)
    {
        if (epochs != Epochs)
            throw new InvalidOperationException(
                $"the training that was restored has {Epochs} epochs, {epochs} are given: go on with the same number");
        if (Step > 0 && schedule.LearningRate(Step - 1) is var rate && rate != Recorder.LearningRates[^1])
        {
            throw new InvalidOperationException(
                $"the training that was restored had a learning rate of {Recorder.LearningRates[^1]} at step {Step}, {rate} is given: go on with the same schedule");
        }
    }

    private void StartEpoch() => (Batch, Items, _right, _scored, _lossSum, _trainSeconds) = (0, 0, 0, 0, 0, 0);

    private void FitEpoch(Schedule schedule)
    {
        if (Batch == 0)
        {
            foreach (var callback in _callbacks)
                callback.BeforeEpoch(this);
        }

        Model.Train();
        var (before, start) = (_trainSeconds, Stopwatch.GetTimestamp());
        using (var batches = Data.Train.GetEnumerator())
        {
            while (batches.MoveNext())
            {
                TrainOn(batches.Current, schedule);
                _trainSeconds = before + Stopwatch.GetElapsedTime(start).TotalSeconds;
                foreach (var callback in _callbacks)
                    callback.AfterBatch(this);

                // After the last batch the loader still has to find out that there is none, or its place would be at an end and not at a
                // start.
                if (IsStopping && Batch < Data.Train.Count)
                    break;
            }
        }

        var isComplete = Batch == Data.Train.Count;
        if (!isComplete)
        {
            foreach (var callback in _callbacks)
                callback.AfterInterruption(this);
        }

        foreach (var callback in _callbacks)
            callback.BeforeValidate(this);
        var validLoss = Data.Validation is null ? double.NaN : Validate();
        var seconds = before + Stopwatch.GetElapsedTime(start).TotalSeconds;
        double[] values = Data.Validation is null ? [] : [.. _metrics.Select(metric => metric.Value)];
        Recorder.AddEpoch(new EpochRecord(Epoch, _lossSum / Items, validLoss, values, _trainSeconds, seconds, Items)
        {
            TrainAccuracy = _right / (double)_scored,
        });
        foreach (var callback in _callbacks)
            callback.AfterValidate(this);
        if (isComplete)
        {
            CompleteEpochs++;
            StartEpoch();
        }

        foreach (var callback in _callbacks)
            callback.AfterEpoch(this);
    }

    private void TrainOn(Batch batch, Schedule schedule)
    {
        (Inputs, Labels) = (batch.Inputs, batch.Labels);
        Batch++;
        schedule.Apply(Optimizer, Step);
        foreach (var callback in _callbacks)
            callback.BeforeBatch(this);
        Predictions = Model.Forward(Inputs);
        var loss = Loss.Forward(Predictions, Labels);
        LossValue = loss.Item();
        CountRight();
        foreach (var callback in _callbacks)
            callback.BeforeBackward(this);
        Optimizer.ZeroGrad();
        loss.Backward();
        foreach (var callback in _callbacks)
            callback.AfterBackward(this);
        foreach (var callback in _callbacks)
            callback.BeforeStep(this);
        Optimizer.Step();
        foreach (var callback in _callbacks)
            callback.AfterStep(this);
        Step++;
        Items += Labels.Shape[0];
        _lossSum += (double)LossValue * Labels.Shape[0];
        Recorder.AddStep(LossValue, Optimizer.LearningRate);
    }

    /// <summary>Counts what the model read right, where it gives scores [N, classes] for class indices [N].</summary>
    private void CountRight()
    {
        if (Predictions.Rank != 2 || Labels.Rank != 1 || Predictions.Shape[0] != Labels.Length || Predictions.Shape[1] < 2)
            return;
        var scores = Predictions.Span;
        var labels = Labels.Span;
        var classes = Predictions.Shape[1];
        for (var i = 0; i < labels.Length; i++)
        {
            if (TensorPrimitives.IndexOfMax<float>(scores.Slice(i * classes, classes)) == labels[i])
                _right++;
        }

        _scored += labels.Length;
    }
}
