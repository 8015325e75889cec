using System.Globalization;
using Inkling.Data;
using Inkling.Models;
using Inkling.Training.Callbacks;

namespace Inkling.Training;

/// <summary>Captures and restores the state of a training.</summary>
public sealed partial class Learner
{
    /// <summary>
    /// Captures everything that the rest of the training depends on: weights, optimizer, accumulated gradients, position in the epoch and
    /// its order, random numbers, callbacks, and the history so far. To be called between two steps, as in
    /// <see cref="Callback.AfterBatch"/>.
    /// </summary>
    public TrainingState Capture()
    {
        var state = new TrainingState();
        foreach (var (name, value) in Settings())
            state.Part("settings").Set(name, value);
        foreach (var (name, value) in RunSettings)
            state.RunSettings.Set(name, value);
        state.Part("model").Set(Model.StateDictionary());
        state.Part("optimizer").Set(Optimizer.StateDictionary());
        SaveGroups(state);
        SaveGradients(state.Part("gradients"));
        Recorder.Save(state.Part("recorder"));
        SavePlace(state.Part("place"));
        SaveRandomness(state.Part("random"));
        foreach (var (i, callback) in Participants().Index())
            callback.Save(CallbackPart(state, i));
        return state;
    }

    /// <summary>
    /// Restores a state that <see cref="Capture"/> returned; the next <see cref="Fit(int, float, CancellationToken)"/> resumes a training
    /// that was not finished.
    /// </summary>
    /// <param name="state">
    /// The state of a learner with the same settings: model, optimizer, loss, items, batch size, callbacks except watchers, and
    /// <see cref="RunSettings"/>.
    /// </param>
    /// <exception cref="InvalidDataException">
    /// The settings differ, or the state is incomplete; the message names the difference.
    /// </exception>
    public void Restore(TrainingState state)
    {
        Compare(state.RunSettings.OwnValues(), RunSettings.AsReadOnly());
        Compare(state.Part("settings").OwnValues(), Settings().ToDictionary());
        try
        {
            Model.LoadStateDictionary(state.Part("model").OwnTensors());

            LoadOptimizer(state);
            LoadPlace(state.Part("place"));
            LoadRandomness(state.Part("random"));
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException(error.Message, error);
        }

        LoadGradients(state.Part("gradients"));
        Recorder.Load(state.Part("recorder"));
        foreach (var (i, callback) in Participants().Index())
            callback.Load(CallbackPart(state, i));
        _isRestored = true;
    }

    /// <summary>
    /// Writes the state of the training as a checkpoint; see <see cref="CheckpointFile"/>. For weights alone there is
    /// <see cref="ModelFile"/>.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">The directory does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be written.</exception>
    /// <exception cref="IOException">The disk is full or the target is in use.</exception>
    public void Save(string path) => CheckpointFile.Write(path, Capture());

    /// <summary>Reads a checkpoint and restores it.</summary>
    /// <exception cref="InvalidDataException">
    /// The file is damaged or was saved with other settings; the message names the file and the difference.
    /// </exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    public void Load(string path)
    {
        var state = CheckpointFile.Read(path);
        try
        {
            Restore(state);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }

    private static void Compare(IReadOnlyDictionary<string, string> saved, IReadOnlyDictionary<string, string> mine)
    {
        foreach (var name in mine.Keys.Union(saved.Keys))
        {
            var (before, now) = (saved.GetValueOrDefault(name, "none"), mine.GetValueOrDefault(name, "none"));
            if (before != now)
                throw new InvalidDataException($"saved with {name} {before}, this training has {now}");
        }
    }

    private static TrainingState CallbackPart(TrainingState state, int index) => state.Part($"callback.{index}");

    private IEnumerable<(string Name, string Value)> Settings() =>
    [
        ("data", Described(Data.Train.Dataset)),
        ("validation data", Data.Validation is { } validation ? Described(validation.Dataset) : "none"),
        ("batch size", $"{Data.Train.BatchSize}"),
        ("shuffle", $"{Data.Train.Shuffle}"),
        ("loss", _lossName),
        ("optimizer", $"{Optimizer}"),
        ("weight decay", Optimizer.WeightDecay.ToString(CultureInfo.InvariantCulture)),
        ("parameter groups", Listed(Optimizer.ParameterGroups.Select(group => $"{group.Parameters.Count}"))),
        ("frozen parameters", $"{Model.Parameters().Count(parameter => !parameter.RequiresGrad)}"),
        ("metrics", Listed(_metrics.Select(metric => metric.Name))),
        ("callbacks", Listed(Participants().Select(callback => callback.GetType().Name))),
    ];

    private IEnumerable<Callback> Participants() => _callbacks.Where(callback => !callback.IsWatcher);

    private static string Described(Dataset items) => $"{items.Count} items ({items.ContentHash:x16})";

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? list : "none";

    private void SavePlace(TrainingState state)
    {
        state.Set("epochs", Epochs);
        state.Set("complete_epochs", CompleteEpochs);
        state.Set("step", Step);
        state.Set("batch", Batch);
        state.Set("items", Items);
        state.Set("correct", _correct);
        state.Set("scored", _scored);
        state.Set("loss_sum", _lossSum);
        state.Set("train_seconds", _trainSeconds);
        state.Set("momentum", Optimizer.Momentum);
        state.Set("scheduled_rate", _scheduledRate);
        state.Set("accumulating", _isAccumulating ? 1 : 0);
        state.Set("stopping", _isStopping ? 1 : 0);
        state.Set("finished", IsFinished ? 1 : 0);
        var loader = Data.Train.State;
        state.Set("loader.epoch_start", loader.EpochStart);
        state.Set("loader.now", loader.Now);
        state.Set("loader.next_batch", loader.NextBatch);
    }

    private void LoadPlace(TrainingState state)
    {
        var loader = new LoaderState(state.Random("loader.epoch_start"), state.Random("loader.now"), state.Whole("loader.next_batch"));
        var (epochs, complete, step) = (state.Whole("epochs"), state.Whole("complete_epochs"), state.Whole("step"));
        var (batch, items, correct, sum) = (state.Whole("batch"), state.Whole("items"), state.Whole("correct"), state.Number("loss_sum"));
        var scored = state.Whole("scored");
        var (seconds, isStopping, isFinished) = (state.Number("train_seconds"), state.Whole("stopping") == 1, state.Whole("finished") == 1);
        (_scheduledRate, _isAccumulating) = ((float)state.Number("scheduled_rate"), state.Whole("accumulating") == 1);
        Data.Train.State = loader;
        (Epochs, CompleteEpochs, Step, Batch, Items, _correct, _scored) = (epochs, complete, step, batch, items, correct, scored);
        (_lossSum, _trainSeconds, _isStopping, IsFinished) = (sum, seconds, isStopping, isFinished);
    }

    private void SaveGroups(TrainingState state)
    {
        foreach (var (i, group) in Optimizer.ParameterGroups.Index())
        {
            var part = state.Part($"group.{i}");
            part.Set("learning_rate_factor", group.LearningRateFactor);
            if (group.OwnWeightDecay is { } decay)
                part.Set("weight_decay", decay);
            if (group.OwnMomentum is { } momentum)
                part.Set("momentum", momentum);
        }
    }

    private void LoadOptimizer(TrainingState state)
    {
        Optimizer.Momentum = (float)state.Part("place").Number("momentum");
        foreach (var (i, group) in Optimizer.ParameterGroups.Index())
        {
            var part = state.Part($"group.{i}");
            group.LearningRateFactor = part.Number("learning_rate_factor");
            group.OwnWeightDecay = part.Has("weight_decay") ? (float)part.Number("weight_decay") : null;
            group.OwnMomentum = part.Has("momentum") ? (float)part.Number("momentum") : null;
        }

        Optimizer.LoadStateDictionary(state.Part("optimizer").OwnTensors());
    }

    /// <summary>Gradients matter between two batches only where they accumulate.</summary>
    private void SaveGradients(TrainingState state)
    {
        foreach (var (i, parameter) in Model.Parameters().Index())
        {
            if (_isAccumulating && parameter.HasGrad)
                state.Set($"{i}", parameter.Grad.Span);
        }
    }

    private void LoadGradients(TrainingState state)
    {
        var saved = state.OwnTensors();
        foreach (var (i, parameter) in Model.Parameters().Index())
        {
            parameter.ZeroGrad();
            if (saved.TryGetValue($"{i}", out var gradient))
                parameter.Backward(gradient.Reshape(parameter.Shape.ToArray()));
        }
    }

    private void SaveRandomness(TrainingState state)
    {
        state.Set("default", Randomness.Default.State);
        foreach (var (name, stream) in Model.NamedRandomStreams())
            state.Set($"model.{name}", stream.State);
    }

    private void LoadRandomness(TrainingState state)
    {
        Randomness.Default.State = state.Random("default");
        foreach (var (name, stream) in Model.NamedRandomStreams())
            stream.State = state.Random($"model.{name}");
    }
}
