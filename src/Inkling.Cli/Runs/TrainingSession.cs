using System.Text.Json;
using Inkling.Cli.Output;
using Inkling.Data;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Optim;
using Inkling.Training;

namespace Inkling.Cli.Runs;

/// <summary>One training from start to end, as a person or a program sees it.</summary>
internal sealed class TrainingSession(RunConfig config, DigitData data, RunFolder folder, Screen screen)
{
    private readonly List<EpochRecord> _epochs = [];
    private TrainedModel? _model;

    /// <summary>Whether all epochs were trained; false when it was stopped.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>What came of it, in a sentence.</summary>
    public string Outcome
    {
        get
        {
            var accuracy = Format.Percent(_epochs[^1].Test.Accuracy);
            return IsComplete
                ? $"{accuracy} of the test images are read right, after {TrainSeconds:0.00} s of training ({ImagesPerSecond:N0} images/s). The run is kept in {folder.FolderPath}"
                : $"stopped in epoch {_epochs.Count} of {config.Epochs}; what was learned reads {accuracy} of the test images and is kept in {folder.FolderPath}";
        }
    }

    private double TrainSeconds => _epochs.Sum(epoch => epoch.Train.Seconds);

    private double ImagesPerSecond => _epochs.Sum(epoch => (double)epoch.Train.Images) / Math.Max(TrainSeconds, 1e-9);

    /// <summary>Trains, telling the screen, and keeps the model after each epoch.</summary>
    /// <exception cref="OperationCanceledException">Stopped before the first step.</exception>
    /// <exception cref="FailureException">The training diverged, or the folder cannot be written.</exception>
    public void Run(CancellationToken cancellation)
    {
        Randomness.Seed(config.Seed);
        var module = ModelCatalog.Create(config.Model, data.Train.Rows, data.Train.Columns, data.Train.ClassNames.Count);
        _model = new TrainedModel(config.Model, module, data.Train.ClassNames, data.Train.Rows, data.Train.Columns);
        var batches = new DataLoader(data.Train, config.BatchSize, shuffle: true);
        var trainer = new Trainer(module, new CrossEntropyLoss(), CreateOptimizer(module), CreateSchedule(batches.Count));

        ShowStart(module);
        try
        {
            screen.WithProgress(EpochTitle(1), report => Train(trainer, batches, report, cancellation));
        }
        catch (DivergenceException error)
        {
            throw new FailureException(Divergence(error), error);
        }

        if (_epochs.Count == 0)
            throw new OperationCanceledException("stopped before the first step");
        screen.Line();
        screen.Line(Outcome, IsComplete ? "bold" : "yellow");
        var guessing = Math.Log(data.Train.ClassNames.Count);
        if (_epochs[^1].Test.Loss > guessing)
            screen.Line($"The loss is above that of guessing ({guessing:0.00}): try a smaller --lr than {config.LearningRate}.", "yellow");
    }

    /// <summary>The result for programs.</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("model", config.Model);
        json.WriteString("data", data.Name);
        json.WriteNumber("train_images", data.Train.Count);
        json.WriteNumber("test_images", data.Test.Count);
        json.WriteNumber("parameters", _model!.Module.ParameterCount());
        json.WriteStartArray("epochs");
        foreach (var epoch in _epochs)
        {
            json.WriteStartObject();
            json.WriteNumber("epoch", epoch.Epoch);
            json.WriteNumber("train_loss", epoch.Train.Loss);
            json.WriteNumber("test_loss", epoch.Test.Loss);
            json.WriteNumber("test_accuracy", epoch.Test.Accuracy);
            json.WriteNumber("seconds", epoch.Train.Seconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("test_accuracy", _epochs[^1].Test.Accuracy);
        json.WriteNumber("train_seconds", TrainSeconds);
        json.WriteNumber("images_per_second", ImagesPerSecond);
        json.WriteString("run", folder.FolderPath);
        if (!IsComplete)
            json.WriteBoolean("stopped", true);
        json.WriteEndObject();
    }

    private bool Train(Trainer trainer, DataLoader batches, ProgressReport report, CancellationToken cancellation)
    {
        var total = (double)config.Epochs * batches.Count;
        for (var epoch = 1; epoch <= config.Epochs && !cancellation.IsCancellationRequested; epoch++)
        {
            var title = EpochTitle(epoch);
            var trained = trainer.Fit(batches, step => report.Report(step.Step / total, title), cancellation);
            if (trained.Images == 0)
                break;
            var test = Trainer.Evaluate(_model!.Module, data.Test, cancellation: CancellationToken.None);
            if (!double.IsFinite(test.Loss))
                throw new DivergenceException(trainer.StepCount, test.Loss);
            _epochs.Add(new EpochRecord(epoch, trained, test));
            ShowEpoch(_epochs[^1]);
            folder.Save(_model, _epochs);
        }

        return IsComplete = _epochs.Count == config.Epochs && _epochs[^1].Train.Images == data.Train.Count;
    }

    private string EpochTitle(int epoch) => $"epoch {epoch} of {config.Epochs}";

    private Optimizer CreateOptimizer(Module module) => config.Optimizer switch
    {
        "momentum" => new SGD(module.Parameters(), config.LearningRate, momentum: 0.9f),
        "adam" => new Adam(module.Parameters(), config.LearningRate),
        "adamw" => new AdamW(module.Parameters(), config.LearningRate),
        _ => new SGD(module.Parameters(), config.LearningRate),
    };

    private OneCycleSchedule? CreateSchedule(int batchesPerEpoch) => config.Schedule == "one-cycle"
        ? new OneCycleSchedule(config.LearningRate, checked((int)Math.Min(int.MaxValue, (long)config.Epochs * batchesPerEpoch)))
        : null;

    private string Divergence(DivergenceException error)
    {
        var kept = _epochs.Count == 0 ? "" : $"; {folder.FolderPath} keeps the model of epoch {_epochs.Count}";
        return $"training diverged, {error.Message}: try a smaller --lr than {config.LearningRate}, such as {config.LearningRate / 10:G3}{kept}";
    }

    private void ShowStart(Module module)
    {
        var train = data.Train;
        screen.Line(
            $"{data.Name}: {Format.Count(train.Count)} training and {Format.Count(data.Test.Count)} test images of {train.Rows}x{train.Columns}"
            + $" ({data.Origin.Location})");
        screen.Line(
            $"{config.Model}: {Format.Count(module.ParameterCount())} parameters; {config.Optimizer}, learning rate {config.LearningRate} {config.Schedule}, "
            + $"batches of {config.BatchSize}, seed {config.Seed}, {Format.Counted(config.Threads, "thread")}");
        screen.Line();
        screen.Line("epoch  train loss  test loss  test accuracy  seconds   images/s", "bold");
    }

    private void ShowEpoch(EpochRecord epoch) => screen.Line(
        $"{epoch.Epoch,5}  {epoch.Train.Loss,10:0.0000}  {epoch.Test.Loss,9:0.0000}  {Format.Percent(epoch.Test.Accuracy),13}  {epoch.Train.Seconds,7:0.00}  {epoch.ImagesPerSecond,9:N0}",
        "green");
}
