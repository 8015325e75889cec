using Inkling.Data;
using Inkling.Models;
using Inkling.Training.Callbacks;

namespace Inkling.Training;

/// <summary>Taking the state of a training and putting it back.</summary>
public sealed partial class Learner
{
    /// <summary>
    /// Everything that the rest of the training depends on: weights, optimizer, place in the epoch and the order of it, random numbers,
    /// callbacks, and what was recorded so far. To be taken between two steps, as <see cref="Callback.AfterBatch"/> is.
    /// </summary>
    public TrainingState Capture()
    {
        var state = new TrainingState();
        foreach (var (name, value) in Settings())
            state.Part("settings").Set(name, value);
        state.Part("model").Set(Model.StateDictionary());
        state.Part("optimizer").Set(Optimizer.StateDictionary());
        Recorder.Save(state.Part("recorder"));
        SavePlace(state.Part("place"));
        SaveRandomness(state.Part("random"));
        foreach (var (i, callback) in Participants().Index())
            callback.Save(CallbackPart(state, i));
        return state;
    }

    /// <summary>
    /// Goes back to where <see cref="Capture"/> was called; a training that was not finished then goes on with the next
    /// <see cref="Fit(int, float, CancellationToken)"/>.
    /// </summary>
    /// <param name="state">
    /// A state that a learner with the same settings took: model, optimizer, loss, items, batch size and callbacks (but for watchers).
    /// </param>
    /// <exception cref="InvalidDataException">
    /// The settings differ, or the state is not complete; the message names what differs.
    /// </exception>
    public void Restore(TrainingState state)
    {
        var given = state.Part("settings");
        foreach (var (name, mine) in Settings())
        {
            if (given.Text(name) != mine)
                throw new InvalidDataException($"saved with {name} {given.Text(name)}, this training has {mine}");
        }

        try
        {
            Model.LoadStateDictionary(state.Part("model").OwnTensors());

            // A schedule may have brought momentum to an optimizer that had none, and with it memory for every parameter.
            Optimizer.Momentum = (float)state.Part("place").Number("momentum");
            Optimizer.LoadStateDictionary(state.Part("optimizer").OwnTensors());
            LoadPlace(state.Part("place"));
            LoadRandomness(state.Part("random"));
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException(error.Message, error);
        }

        Recorder.Load(state.Part("recorder"));
        foreach (var (i, callback) in Participants().Index())
            callback.Load(CallbackPart(state, i));
        _isRestored = true;
    }

    /// <summary>
    /// Writes <see cref="Capture"/> as a checkpoint; see <see cref="CheckpointFile"/>. For weights alone there is <see cref="ModelFile"/>.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">The directory does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be written.</exception>
    /// <exception cref="IOException">The disk is full or the target is in use.</exception>
    public void Save(string path) => CheckpointFile.Write(path, Capture());

    /// <summary>Reads a checkpoint and goes back to it.</summary>
    /// <exception cref="InvalidDataException">
    /// The file is damaged or was saved with other settings; the message names file and difference.
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

    private static TrainingState CallbackPart(TrainingState state, int index) => state.Part($"callback.{index}");

    private IEnumerable<(string Name, string Value)> Settings() =>
    [
        ("data", $"{Data.Train.Dataset.Count} items ({Data.Train.Dataset.ContentHash:x16})"),
        ("batch size", $"{Data.Train.BatchSize}"),
        ("shuffle", $"{Data.Train.Shuffle}"),
        ("loss", _lossName),
        ("optimizer", $"{Optimizer}"),
        ("weight decay", $"{Optimizer.WeightDecay}"),
        ("metrics", Listed(_metrics.Select(metric => metric.Name))),
        ("callbacks", Listed(Participants().Select(callback => callback.GetType().Name))),
    ];

    private IEnumerable<Callback> Participants() => _callbacks.Where(callback => !callback.IsWatcher);

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? list : "none";

    private void SavePlace(TrainingState state)
    {
        state.Set("epochs", Epochs);
        state.Set("complete_epochs", CompleteEpochs);
        state.Set("step", Step);
        state.Set("batch", Batch);
        state.Set("items", Items);
        state.Set("right", _right);
        state.Set("scored", _scored);
        state.Set("loss_sum", _lossSum);
        state.Set("train_seconds", _trainSeconds);
        state.Set("momentum", Optimizer.Momentum);
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
        var (batch, items, right, sum) = (state.Whole("batch"), state.Whole("items"), state.Whole("right"), state.Number("loss_sum"));
        var scored = state.Whole("scored");
        var (seconds, isStopping, isFinished) = (state.Number("train_seconds"), state.Whole("stopping") == 1, state.Whole("finished") == 1);
        Data.Train.State = loader;
        (Epochs, CompleteEpochs, Step, Batch, Items, _right, _scored) = (epochs, complete, step, batch, items, right, scored);
        (_lossSum, _trainSeconds, _isStopping, IsFinished) = (sum, seconds, isStopping, isFinished);
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
