using System.Runtime.InteropServices;
using Inkling.Cli.Runs;
using Inkling.Lab.Hosting;
using Inkling.Lab.Training;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Cli.Lab;

/// <summary>Follows a run by its files: of those that grow the new lines are read, the others when they were replaced.</summary>
internal sealed class FollowedRun(string folder) : IFollowedRun
{
    private readonly NumberedCsv _epochLines = RunMetrics.EpochsOf(folder);
    private readonly NumberedCsv _stepLines = RunMetrics.StepsOf(folder);
    private readonly List<EpochRecord> _epochs = [];
    private readonly List<float> _losses = [], _rates = [];
    private RunConfig? _config;
    private DateTime _configTime, _modelTime;
    private int _firstStep = 1;
    private FollowedRunView _view = new();

    public FollowedRunView Read()
    {
        var view = _view with { Writer = RunWriter.Find(folder) ?? "", Message = "" };
        try
        {
            view = ReadFiles(view);
        }
        catch (Exception error) when (ErrorHandling.Cause(error) is var cause && ErrorHandling.IsExpected(cause))
        {
            view = view with { Message = ErrorHandling.OneLine(ErrorHandling.Describe(cause, folder)) };
        }

        return _view = view == _view ? _view : view;
    }

    private FollowedRunView ReadFiles(FollowedRunView view)
    {
        var configTime = File.GetLastWriteTimeUtc(RunFolder.ConfigIn(folder));
        if (_config is null || configTime != _configTime)
            (_config, _configTime) = (RunConfig.Read(folder), configTime);
        if (ReadEpochs() | ReadSteps())
        {
            view = view with
            {
                Epoch = _epochs is [.., var last] ? last.Epoch : 0,
                Accuracy = _epochs is [.., var epoch] ? epoch.Metrics[0] : double.NaN,
                Step = _losses.Count == 0 ? 0 : _firstStep + _losses.Count - 1,
                Loss = _losses is [.., var loss] ? loss : double.NaN,
                Curves = RunCurves.Of(
                    _firstStep, CollectionsMarshal.AsSpan(_losses), CollectionsMarshal.AsSpan(_rates), [.. _epochs.Select(PointOf)]),
            };
        }

        var model = Path.Combine(folder, RunFolder.ModelName);
        if (File.GetLastWriteTimeUtc(model) is var modelTime && modelTime != _modelTime)
        {
            view = view with { Weights = File.Exists(model) ? NetworkView.WeightsOf(ModelFile.Load(model)) : null };
            _modelTime = modelTime;
        }

        var epochs = _config.HyperParameters.Epochs;
        var status = view.Epoch >= epochs ? FollowedRunStatus.Complete
            : view.Writer.Length > 0 ? FollowedRunStatus.Running : FollowedRunStatus.Stopped;
        return view with { Epochs = epochs, Status = status };
    }

    /// <summary>Reads new lines of metrics.csv.</summary>
    /// <returns>Whether the epochs have changed.</returns>
    private bool ReadEpochs()
    {
        var rows = _epochLines.ReadAppended(out var isReplaced);
        var hasChanged = rows.Count > 0 || (isReplaced && _epochs.Count > 0);
        if (isReplaced)
            _epochs.Clear();
        _epochs.AddRange(rows.Select(RunMetrics.EpochOf));
        return hasChanged;
    }

    /// <summary>Reads new lines of steps.csv.</summary>
    /// <returns>Whether the steps have changed.</returns>
    private bool ReadSteps()
    {
        var rows = _stepLines.ReadAppended(out var isReplaced);
        var hasChanged = rows.Count > 0 || (isReplaced && _losses.Count > 0);
        if (isReplaced)
        {
            _losses.Clear();
            _rates.Clear();
            _firstStep = rows is [var first, ..] ? first.Index : 1;
        }

        foreach (var row in rows)
        {
            _losses.Add((float)row.Number("smoothed_loss"));
            _rates.Add((float)row.Number("lr"));
        }

        return hasChanged;
    }

    /// <summary>Where the epoch ended: after its images in mini-batches.</summary>
    private HeldOutPoint PointOf(EpochRecord epoch)
    {
        var batchSize = _config!.HyperParameters.BatchSize;
        return new HeldOutPoint(epoch.Epoch * ((epoch.Items + batchSize - 1) / batchSize), epoch.ValidLoss, epoch.Metrics[0]);
    }
}
