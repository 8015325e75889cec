using System.Text.Json;
using Inkling.Cli.Output;
using Inkling.Data;
using Inkling.Models;
using Inkling.Training;
using Inkling.Training.Callbacks;

namespace Inkling.Cli.Runs;

/// <summary>One training from start to end, as a person or a program sees it.</summary>
internal sealed class TrainingSession
{
    // A network that took fewer steps than these is about where it started, whatever its learning rate.
    private const int FewSteps = 20;
    private readonly RunConfig _config;
    private readonly TrainingSettings _settings;
    private readonly RunImages _images;
    private readonly RunFolder _folder;
    private readonly Screen _screen;
    private readonly TrainedModel _model;
    private readonly Learner _learner;

    /// <summary>Makes the network, with the starting weights of the seed.</summary>
    public TrainingSession(RunConfig config, RunImages images, RunFolder folder, Screen screen)
    {
        (_config, _settings, _images, _folder, _screen) = (config, config.Settings, images, folder, screen);
        var train = images.Train;
        _learner = _settings.CreateLearner(train, images.Measured);
        _model = new TrainedModel(_settings.Model, _learner.Model, train.ClassNames, train.Rows, train.Columns);
        _learner.Add(
            new StopOnNaN(),
            new Keeper(this),
            new KeepBest("accuracy", _ => folder.SaveBest(_model)),
            new Checkpoints(folder.Checkpoints, config.CheckpointEvery));
    }

    /// <summary>Whether all epochs were trained; false when it was stopped.</summary>
    public bool IsComplete => _learner.CompleteEpochs == _settings.Epochs;

    /// <summary>What came of it, in a sentence.</summary>
    public string Outcome
    {
        get
        {
            var accuracy = Format.Percent(Epochs[^1].Metrics[0]);
            return IsComplete
                ? $"{accuracy} of the {_images.MeasuredTitle} are read right, after {TrainSeconds:0.00} s of training ({ImagesPerSecond:N0} images/s). "
                    + $"The run is kept in {_folder.FolderPath}"
                : $"stopped in epoch {Epochs.Count} of {_settings.Epochs}; what was learned reads {accuracy} of the {_images.MeasuredTitle} "
                    + $"and is kept in {_folder.FolderPath}";
        }
    }

    private IReadOnlyList<EpochRecord> Epochs => _learner.Recorder.Epochs;

    private string LossColumn => $"{_images.MeasuredName} loss";

    private string AccuracyColumn => $"{_images.MeasuredName} accuracy";

    private double TrainSeconds => Epochs.Sum(epoch => epoch.TrainSeconds);

    private double ImagesPerSecond => Epochs.Sum(epoch => (double)epoch.Items) / Math.Max(TrainSeconds, 1e-9);

    /// <summary>Goes back to the newest checkpoint of the run that is whole.</summary>
    /// <param name="notice">Hears what is wrong with a newer one, and where the run goes on.</param>
    /// <exception cref="CliException">None is whole, or they were made with other data.</exception>
    public void Resume(Action<string> notice)
    {
        var folder = _folder.Checkpoints;
        var found = Failures.Naming(folder.Path, () => folder.ReadNewest(damage => notice($"{damage}; the one before it is taken")));
        if (found is not { } checkpoint)
        {
            notice($"{_folder.FolderPath}: no checkpoint in it yet, the run starts from the beginning");
            return;
        }

        try
        {
            _learner.Restore(checkpoint.State);
        }
        catch (InvalidDataException error)
        {
            throw new CliException($"{checkpoint.File}: {error.Message}", error);
        }

        var steps = (long)_settings.Epochs * _learner.Data.Train.Count;
        notice(IsComplete
            ? $"{_folder.FolderPath}: all {Format.Counted(_settings.Epochs, "epoch")} are trained already"
            : $"{_folder.FolderPath}: goes on after step {Format.Count(_learner.Step)} of {Format.Count(steps)}");
    }

    /// <summary>Trains, telling the screen, and keeps the model after each epoch.</summary>
    /// <exception cref="OperationCanceledException">Stopped before the first step.</exception>
    /// <exception cref="CliException">The training diverged, or the folder cannot be written.</exception>
    public void Run(CancellationToken cancellation)
    {
        ShowStart();
        foreach (var epoch in Epochs)
            ShowEpoch(epoch);
        if (IsComplete)
            _folder.Save(_model, Epochs, _images.MeasuredName);
        else
            Train(cancellation);

        if (Epochs.Count == 0)
            throw new OperationCanceledException("stopped before the first step");
        _folder.SaveSteps(_learner.Recorder);
        _screen.Line();
        _screen.Line(Outcome, IsComplete ? "bold" : "yellow");
        if (!IsComplete)
            _screen.Line($"It goes on with: inkling train --resume {_folder.FolderPath}");
        var guessing = Math.Log(_images.Train.ClassNames.Count);
        if (Epochs[^1].ValidLoss > guessing && _learner.Step >= FewSteps)
            _screen.Line(
                $"The loss is above that of guessing ({guessing:0.00}): try a smaller --lr than {_settings.LearningRate}.", "yellow");
    }

    /// <summary>The result for programs.</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        var measured = _images.MeasuredName;
        json.WriteStartObject();
        json.WriteString("model", _settings.Model);
        json.WriteString("data", _images.Data.Name);
        json.WriteNumber("train_images", _images.Train.Count);
        json.WriteNumber($"{measured}_images", _images.Measured.Count);
        json.WriteNumber("parameters", _model.Module.ParameterCount());
        json.WriteStartArray("epochs");
        foreach (var epoch in Epochs)
        {
            json.WriteStartObject();
            json.WriteNumber("epoch", epoch.Epoch);
            json.WriteNumber("train_loss", epoch.TrainLoss);
            json.WriteNumber($"{measured}_loss", epoch.ValidLoss);
            json.WriteNumber($"{measured}_accuracy", epoch.Metrics[0]);
            json.WriteNumber("seconds", epoch.TrainSeconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber($"{measured}_accuracy", Epochs[^1].Metrics[0]);
        json.WriteNumber("train_seconds", TrainSeconds);
        json.WriteNumber("images_per_second", ImagesPerSecond);
        json.WriteString("run", _folder.FolderPath);
        if (!IsComplete)
            json.WriteBoolean("stopped", true);
        json.WriteEndObject();
    }

    private void Train(CancellationToken cancellation)
    {
        try
        {
            _screen.WithProgress(EpochTitle(_learner.Epoch), report =>
            {
                _learner.Add(new ProgressReporter(new StepProgress(this, report)));
                _learner.Fit(_settings.Epochs, _settings.CreateSchedule(_learner.Data.Train.Count), cancellation);
                return IsComplete;
            });
        }
        catch (DivergenceException error)
        {
            throw new CliException(Divergence(error), error);
        }
    }

    private string EpochTitle(int epoch) => $"epoch {epoch} of {_settings.Epochs}";

    private string Divergence(DivergenceException error)
    {
        var complete = _learner.CompleteEpochs;
        var kept = complete == 0 ? "" : $"; {_folder.FolderPath} keeps the model of epoch {complete}";
        var usual = ModelCatalog.Find(_settings.Model).LearningRateFor(_settings.Optimizer);
        var advice = _settings.LearningRate > usual ? $"{usual}, the default" : $"{_settings.LearningRate / 10:G3}";
        return $"training diverged, {error.Message}: try a smaller --lr than {_settings.LearningRate}, such as {advice}{kept}";
    }

    private void ShowStart()
    {
        var (train, data, measured) = (_images.Train, _images.Data, _images.Measured);
        var kind = _images.HeldOut is null ? "test images" : "held-out images";
        var augmentation = _settings.Augmentation == AugmentationKind.None ? "" : $"augmentation {KebabCase.Of(_settings.Augmentation)}, ";
        _screen.Line(
            $"{data.Name}: {Format.Count(train.Count)} training and {Format.Count(measured.Count)} {kind} of {train.Rows}x{train.Columns}"
            + $" ({data.Origin.Location})");
        _screen.Line(
            $"{_settings.Model}: {Format.Count(_model.Module.ParameterCount())} parameters; {KebabCase.Of(_settings.Optimizer)}, learning rate {_settings.LearningRate} "
            + $"{KebabCase.Of(_settings.Schedule)}, batches of {_settings.BatchSize}, {augmentation}seed {_settings.Seed}, {Format.Counted(_config.Threads, "thread")}");
        _screen.Line();
        _screen.Line($"epoch  train loss  {LossColumn}  {AccuracyColumn}  seconds   images/s", "bold");
    }

    private void ShowEpoch(EpochRecord epoch) => _screen.Line(
        $"{epoch.Epoch,5}  {epoch.TrainLoss,10:0.0000}  {$"{epoch.ValidLoss:0.0000}".PadLeft(LossColumn.Length)}  "
        + $"{Format.Percent(epoch.Metrics[0]).PadLeft(AccuracyColumn.Length)}  {epoch.TrainSeconds,7:0.00}  {epoch.ItemsPerSecond,9:N0}",
        "green");

    /// <summary>Shows each epoch and keeps the model after it.</summary>
    private sealed class Keeper(TrainingSession session) : Callback
    {
        public override bool IsWatcher => true;

        public override void AfterValidate(Learner learner)
        {
            session.ShowEpoch(learner.Recorder.Epochs[^1]);
            session._folder.Save(session._model, learner.Recorder.Epochs, session._images.MeasuredName);
        }
    }

    /// <summary>Passes the progress on to the screen, with a title that is made once an epoch.</summary>
    private sealed class StepProgress(TrainingSession session, ProgressReport report) : IProgress<TrainingProgress>
    {
        private string _title = "";
        private int _epoch;

        public void Report(TrainingProgress value)
        {
            if (_epoch != value.Epoch)
                (_epoch, _title) = (value.Epoch, session.EpochTitle(value.Epoch));
            report.Report(value.Share, _title);
        }
    }
}
