using Inkling.Data;
using Inkling.Lab.Training;
using Inkling.Training;

namespace Inkling.Lab.Hosting;

/// <summary>Trains with runs whose states are kept in memory.</summary>
public abstract class InMemoryTraining : ITrainingHost
{
    // Of the data that has a name: a path may lead to other images the next time. Pages on other threads replace it as a whole.
    private volatile Opened? _opened;

    /// <inheritdoc/>
    public abstract TrainingSettings Defaults { get; }

    /// <inheritdoc/>
    public abstract IReadOnlyList<string> DataNames { get; }

    /// <inheritdoc/>
    public abstract bool OpensPaths { get; }

    /// <inheritdoc/>
    public virtual IRunFolders? Folders => null;

    /// <inheritdoc/>
    public abstract TimeSpan ChartInterval { get; }

    /// <summary>Gets what a run keeps.</summary>
    protected abstract TrainingRunOptions Options { get; }

    /// <inheritdoc/>
    public async Task<DigitData> OpenDataAsync(TrainingSettings settings)
    {
        if (!OpensPaths && !DataNames.Contains(settings.Data))
            throw new InvalidDataException($"data {settings.Data}: expected one of: {string.Join(", ", DataNames)}");
        if (!DataNames.Contains(settings.Data))
            return settings.Select(await LoadAsync(settings).ConfigureAwait(false));
        var (data, trainCount, testCount) = (settings.Data, settings.GeneratedTrainCount, settings.GeneratedTestCount);
        if (_opened is not { } opened || (opened.Data, opened.TrainCount, opened.TestCount) != (data, trainCount, testCount))
            _opened = opened = new Opened(data, trainCount, testCount, await LoadAsync(settings).ConfigureAwait(false));
        return settings.Select(opened.Images);
    }

    /// <inheritdoc/>
    public LiveRun Create(TrainingSettings settings, DigitData data)
    {
        // What was dropped onto the page cannot be read again, as a run folder promises.
        var files = settings.IsDropped ? null : FilesOf(settings, data);
        var run = new LiveRun(
            settings, () => new TrainingRun(settings.HyperParameters, data.Train, data.Test, Options, learner => files?.Attach(learner)),
            data.Test, ChartInterval, files);
        Schedule(run);
        return run;
    }

    /// <summary>Loads the images of the source; of generated ones as many as the settings say.</summary>
    protected abstract Task<DigitData> LoadAsync(TrainingSettings settings);

    /// <summary>Gets the files of a new run; null where it has none.</summary>
    /// <param name="settings">What is trained, and how.</param>
    /// <param name="data">The images that the settings name.</param>
    protected virtual IRunFiles? FilesOf(TrainingSettings settings, DigitData data) => null;

    /// <summary>Gives a run its turns until it has ended.</summary>
    protected abstract void Schedule(LiveRun run);

    private sealed record Opened(string Data, int TrainCount, int TestCount, DigitData Images);
}
