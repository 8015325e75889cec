using Inkling.Analysis;
using Inkling.Models;
using Inkling.Training;
using Inkling.Training.Callbacks;

namespace Inkling.Cli.Runs;

/// <summary>
/// Writes the files of a run while a learner trains it: the steps twice a second, for a process that watches; all files at the end of each
/// epoch and where the training is interrupted.
/// </summary>
internal sealed class RunFiles
{
    private static readonly TimeSpan StepsInterval = TimeSpan.FromSeconds(0.5);

    private readonly HyperParameters _hyperParameters;
    private readonly RunImages _images;
    private readonly RunFolder _folder;
    private readonly Learner _learner;
    private readonly Callback[] _callbacks;
    private TrainedModel _model;
    private int? _savedStep;

    /// <summary>Adds the settings and the callbacks of the run to a learner, before its first step.</summary>
    public RunFiles(RunConfig config, RunImages images, RunFolder folder, Learner learner)
    {
        (_hyperParameters, _images, _folder, _learner) = (config.HyperParameters, images, folder, learner);
        foreach (var (key, value) in config.InCheckpoint)
            learner.RunSettings[key] = value;
        var train = images.Train;
        _model = new TrainedModel(_hyperParameters.Model, learner.Model, train.ClassNames, train.Rows, train.Columns);
        _callbacks =
        [
            new FolderCheck(folder),
            new CsvLogger(Path.Combine(folder.FolderPath, RunMetrics.EpochsName), RunMetrics.EpochColumns(images.ValidationName))
            {
                Lock = folder.Lock,
            },
            new CsvLogger(Path.Combine(folder.FolderPath, RunMetrics.StepsName), steps: true)
            {
                Interval = StepsInterval,
                Lock = folder.Lock,
            },
            new KeepBest("accuracy", _ => folder.SaveBest(Model)),
            new Checkpoints(folder.Checkpoints, config.CheckpointEvery),
            new ModelSaver(this),
        ];
        learner.Add(_callbacks);
    }

    /// <summary>Gets whether all epochs are complete.</summary>
    public bool IsComplete => _learner.CompleteEpochs == _hyperParameters.Epochs;

    /// <summary>Gets the model as it is now.</summary>
    private TrainedModel Model => _model with { Epochs = _learner.Recorder.Epochs.Count, Steps = _learner.Step };

    /// <summary>Saves a training that waits between two steps as if it were interrupted there, unless its step is saved already.</summary>
    public void SaveBetweenSteps()
    {
        if (_learner.Step == 0 || _learner.Step == _savedStep)
            return;
        foreach (var callback in _callbacks)
            callback.AfterInterruption(_learner);
    }

    /// <summary>
    /// Drops what was written after the state to which the learner was restored, as a resumed training does. At step 0 the folder is that
    /// of a run that has not begun.
    /// </summary>
    public void Rewind()
    {
        _folder.ThrowIfLost();
        _savedStep = null;
        if (_learner.Step == 0)
            _folder.Clear();
        foreach (var callback in _callbacks)
            callback.BeforeFit(_learner);
        SaveBetweenSteps();
        foreach (var callback in _callbacks.Reverse())
            callback.AfterFit(_learner);
    }

    /// <summary>Saves the model; where the training is complete, with the temperature that the held-out images give.</summary>
    private void Save()
    {
        if (IsComplete && _images.HeldOut is { } heldOut)
            _model = _model with { Temperature = TemperatureScaling.Fit(Predictions.Of(_model, heldOut, _hyperParameters.CreateLoss())) };
        _folder.Save(Model);
        _savedStep = _learner.Step;
    }

    /// <summary>Stops the training before it writes into a folder that is no longer its own.</summary>
    private sealed class FolderCheck(RunFolder folder) : Callback
    {
        public override bool IsWatcher => true;

        public override void AfterInterruption(Learner learner) => folder.ThrowIfLost();

        public override void AfterValidate(Learner learner) => folder.ThrowIfLost();
    }

    /// <summary>
    /// Saves the model after each epoch and where the training is interrupted; after the checkpoint, so that a run never resumes from an
    /// earlier step than that of its model.
    /// </summary>
    private sealed class ModelSaver(RunFiles files) : Callback
    {
        // After Checkpoints.
        public override int Order => 110;

        public override bool IsWatcher => true;

        public override void BeforeFit(Learner learner)
        {
            // The folder of a complete run may lack it.
            if (files.IsComplete)
                files.Save();
        }

        public override void AfterInterruption(Learner learner) => files.Save();

        public override void AfterEpoch(Learner learner) => files.Save();
    }
}
