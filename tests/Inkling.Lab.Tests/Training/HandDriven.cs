using Inkling.Data;
using Inkling.Lab.Hosting;
using Inkling.Lab.Training;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Lab.Tests.Training;

/// <summary>A host whose runs take their turns when a test says so.</summary>
internal sealed class HandDriven : ITrainingHost
{
    private static readonly ImageDataset s_train = Handwriting.Train(120);
    private static readonly ImageDataset s_test = Handwriting.Test(40);

    public TrainingSettings Defaults { get; } = new()
    {
        Data = "handwriting",
        Limit = 120,
        HyperParameters = HyperParameters.For("mlp") with { Hidden = 16, Epochs = 3, BatchSize = 12 },
    };

    public IReadOnlyList<string> DataNames => ["handwriting"];

    public bool OpensPaths { get; init; }

    public IRunFolders? Folders => null;

    public TimeSpan ChartInterval => TimeSpan.Zero;

    /// <summary>Gets all runs that were created.</summary>
    public List<LiveRun> Runs { get; } = [];

    /// <summary>Gets or sets the error of opening; null for none.</summary>
    public Exception? Error { get; set; }

    public Task<DigitData> OpenDataAsync(TrainingSettings settings) => Error is null
        ? Task.FromResult(new DigitData("digits", s_train, s_test, new DataOrigin("here", "not checked")))
        : Task.FromException<DigitData>(Error);

    public LiveRun Create(TrainingSettings settings, DigitData data)
    {
        var run = new LiveRun(
            settings,
            () => new TrainingRun(settings.HyperParameters, data.Train, data.Test, new TrainingRunOptions { StatesPerEpoch = 1000 }),
            data.Test, ChartInterval);
        Runs.Add(run);
        return run;
    }

    /// <summary>Gives every run one turn of one step.</summary>
    public void Turn()
    {
        foreach (var run in Runs.Where(run => run.View.Status is not (RunStatus.Stopped or RunStatus.Failed)))
            run.Turn(TimeSpan.FromTicks(1));
    }

    /// <summary>Gives every run its turns until all wait.</summary>
    public void Wait()
    {
        foreach (var run in Runs.Where(run => run.View.Status is not (RunStatus.Stopped or RunStatus.Failed)))
        {
            while (run.Turn(TimeSpan.FromMilliseconds(20)) == RunActivity.Training)
            {
            }
        }
    }
}
