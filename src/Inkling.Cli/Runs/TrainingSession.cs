using System.Text.Json;
using Inkling.Cli.Output;
using Inkling.Data;
using Inkling.Models;
using Inkling.Training;
using Inkling.Training.Callbacks;

namespace Inkling.Cli.Runs;

/// <summary>The training of a run, with its output.</summary>
internal sealed class TrainingSession
{
    // After fewer steps the loss is near that of the initial weights, whatever the learning rate.
    private const int MinStepsToJudge = 20;
    private readonly RunConfig _config;
    private readonly HyperParameters _hyperParameters;
    private readonly RunImages _images;
    private readonly RunFolder _folder;
    private readonly Screen _screen;
    private readonly Learner _learner;
    private readonly RunFiles _files;

    /// <summary>Creates the network, with the initial weights of the seed.</summary>
    public TrainingSession(RunConfig config, RunImages images, RunFolder folder, Screen screen)
    {
        (_config, _hyperParameters, _images, _folder, _screen) = (config, config.HyperParameters, images, folder, screen);
        _learner = _hyperParameters.CreateLearner(images.Train, images.Validation);
        _learner.Recorder.KeepsSteps = false;
        _learner.Add(new StopOnNaN(), new EpochPrinter(this));
        _files = new RunFiles(config, images, folder, _learner);
    }

    /// <summary>Gets whether all epochs are complete; false where the training was stopped.</summary>
    public bool IsComplete => _files.IsComplete;

    /// <summary>Gets the result in a sentence.</summary>
    public string Outcome
    {
        get
        {
            var accuracy = Epochs is [.., var last] ? $"{_images.ValidationTitle} accuracy {Format.Percent(last.Metrics[0])} after " : "";
            if (IsComplete)
            {
                return $"{accuracy}{TrainSeconds:0.00} s of training ({ImagesPerSecond:N0} images/s). "
                    + $"The run is kept in {_folder.FolderPath}";
            }

            var epochs = accuracy.Length > 0 ? $" {accuracy}epoch {Epochs.Count};" : "";
            return $"stopped in epoch {_learner.Epoch} of {_hyperParameters.Epochs} after step {Format.Count(_learner.Step)};{epochs} "
                + $"the model is kept in {_folder.FolderPath}";
        }
    }

    private IReadOnlyList<EpochRecord> Epochs => _learner.Recorder.Epochs;

    private string LossColumn => $"{_images.ValidationName} loss";

    private string AccuracyColumn => $"{_images.ValidationName} accuracy";

    private double TrainSeconds => Epochs.Sum(epoch => epoch.TrainSeconds);

    private double ImagesPerSecond => Epochs.Sum(epoch => (double)epoch.Items) / Math.Max(TrainSeconds, 1e-9);

    /// <summary>Restores a checkpoint of the run.</summary>
    /// <param name="point">The checkpoint; null where there is none yet.</param>
    /// <param name="notice">Receives the step at which the run resumes.</param>
    /// <exception cref="CliException">
    /// It was saved with other data, more epochs have begun than the run has, or there is none although there is a model.
    /// </exception>
    public void Resume(ResumePoint? point, Action<string> notice)
    {
        if (point is null)
        {
            if (RunFolder.HoldsModel(_folder.FolderPath))
                throw new CliException(
                    $"{_folder.FolderPath}: a model, but no checkpoint to resume from; to train it anew, name another folder");
            notice($"{_folder.FolderPath}: no checkpoint in it yet, the run starts anew");
            return;
        }

        try
        {
            _learner.Restore(point.State);
        }
        catch (InvalidDataException error)
        {
            throw new CliException($"{point.File}: {error.Message}", error);
        }

        if (_learner.BegunEpochs > _hyperParameters.Epochs)
            throw new CliException(
                $"{_folder.FolderPath}: epoch {_learner.BegunEpochs} has begun, --epochs {_hyperParameters.Epochs} is less; "
                + $"expected {_learner.BegunEpochs} or more");
        var steps = (long)_hyperParameters.Epochs * _learner.Data.Train.Count;
        notice(IsComplete
            ? $"{_folder.FolderPath}: all {Format.Counted(_hyperParameters.Epochs, "epoch")} are complete already"
            : $"{_folder.FolderPath}: resumes after step {Format.Count(_learner.Step)} of {Format.Count(steps)}");
    }

    /// <summary>Trains, with progress on the screen, and saves the model after each epoch.</summary>
    /// <exception cref="OperationCanceledException">Stopped before the first step.</exception>
    /// <exception cref="CliException">The training diverged, or the folder cannot be written.</exception>
    public void Run(CancellationToken cancellation)
    {
        ShowStart();
        foreach (var epoch in Epochs)
            ShowEpoch(epoch);
        Train(cancellation);
        if (_learner.Step == 0)
            throw new OperationCanceledException("stopped before the first step");
        _screen.Line();
        _screen.Line(Outcome, IsComplete ? "bold" : "yellow");
        if (!IsComplete)
            _screen.Line($"To resume it: inkling train --resume {_folder.FolderPath}");
        var chance = Math.Log(_images.Train.ClassNames.Count);
        if (Epochs is [.., var last] && last.ValidLoss > chance && _learner.Step >= MinStepsToJudge)
            _screen.Line(
                $"The loss is above that of equal probabilities ({chance:0.00}): try a smaller --lr than {_hyperParameters.LearningRate}.",
                "yellow");
    }

    /// <summary>Writes the result as JSON.</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        var validation = _images.ValidationName;
        json.WriteStartObject();
        json.WriteString("model", _hyperParameters.Model);
        json.WriteString("data", _images.Data.Name);
        json.WriteNumber("train_images", _images.Train.Count);
        json.WriteNumber($"{validation}_images", _images.Validation.Count);
        json.WriteNumber("parameters", _learner.Model.ParameterCount());
        json.WriteStartArray("epochs");
        foreach (var epoch in Epochs)
        {
            json.WriteStartObject();
            json.WriteNumber("epoch", epoch.Epoch);
            json.WriteNumber("train_loss", epoch.TrainLoss);
            json.WriteNumber($"{validation}_loss", epoch.ValidLoss);
            json.WriteNumber($"{validation}_accuracy", epoch.Metrics[0]);
            json.WriteNumber("seconds", epoch.TrainSeconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (Epochs is [.., var last])
            json.WriteNumber($"{validation}_accuracy", last.Metrics[0]);
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
                var schedule = _hyperParameters.CreateSchedule(_learner.Data.Train.Count);
                ErrorHandling.Naming(_folder.FolderPath, () => _learner.Fit(_hyperParameters.Epochs, schedule, cancellation));
                return IsComplete;
            });
        }
        catch (DivergenceException error)
        {
            throw new CliException(Divergence(error), error);
        }
    }

    private string EpochTitle(int epoch) => $"epoch {epoch} of {_hyperParameters.Epochs}";

    private string Divergence(DivergenceException error)
    {
        var complete = _learner.CompleteEpochs;
        var kept = complete == 0 ? "" : $"; {_folder.FolderPath} keeps the model of epoch {complete}";
        var usual = _hyperParameters.UsualLearningRate(_hyperParameters.Optimizer);
        var smaller = _hyperParameters.SmallerLearningRate();
        var advice = smaller == usual ? $"{usual}, the default" : $"{smaller:G3}";
        return $"training diverged, {error.Message}: try a smaller --lr than {_hyperParameters.LearningRate}, such as {advice}{kept}";
    }

    private void ShowStart()
    {
        var (train, data, validation) = (_images.Train, _images.Data, _images.Validation);
        _screen.Line(
            $"{data.Name}: {Format.Count(train.Count)} training and {Format.Count(validation.Count)} {_images.ValidationTitle} images of "
            + $"{train.Rows}x{train.Columns} ({data.Origin.Location})");
        _screen.Line(
            $"{_hyperParameters.Model}: {Format.Count(_learner.Model.ParameterCount())} parameters; {_config.Summary}, "
            + Format.Counted(_config.Threads, "thread"));
        _screen.Line();
        _screen.Line($"epoch  train loss  {LossColumn}  {AccuracyColumn}  seconds   images/s", "bold");
    }

    private void ShowEpoch(EpochRecord epoch) => _screen.Line(
        $"{epoch.Epoch,5}  {epoch.TrainLoss,10:0.0000}  {$"{epoch.ValidLoss:0.0000}".PadLeft(LossColumn.Length)}  "
        + $"{Format.Percent(epoch.Metrics[0]).PadLeft(AccuracyColumn.Length)}  {epoch.TrainSeconds,7:0.00}  {epoch.ItemsPerSecond,9:N0}",
        "green");

    /// <summary>Shows each epoch, with its best model saved.</summary>
    private sealed class EpochPrinter(TrainingSession session) : Callback
    {
        public override int Order => 110;

        public override bool IsWatcher => true;

        public override void AfterValidate(Learner learner) => session.ShowEpoch(learner.Recorder.Epochs[^1]);
    }

    /// <summary>Passes the progress on to the screen, with a title that is formatted once an epoch.</summary>
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
