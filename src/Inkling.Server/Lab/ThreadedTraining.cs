using System.Collections.Concurrent;
using Inkling.Data;
using Inkling.Lab.Hosting;
using Inkling.Lab.Training;
using Inkling.Models;
using Inkling.Pictures;
using Inkling.Training;

namespace Inkling.Server.Lab;

/// <summary>Trains on the machine of the server, each run on a thread of its own.</summary>
public abstract class ThreadedTraining : InMemoryTraining, IDisposable
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(20);

    private static readonly MnistOptions OnThisMachine = new() { Download = false };

    private readonly bool _hasMnist = HasMnist();

    // The runs that have not ended, with their threads.
    private readonly ConcurrentDictionary<LiveRun, Thread> _runs = [];

    /// <inheritdoc/>
    public override TrainingSettings Defaults => new()
    {
        Data = DataNames[0],
        HyperParameters = HyperParameters.For(ModelCatalog.Names.First()),
    };

    /// <inheritdoc/>
    public override IReadOnlyList<string> DataNames => _hasMnist ? ["mnist", "handwriting"] : ["handwriting"];

    /// <inheritdoc/>
    public override bool OpensPaths => true;

    /// <inheritdoc/>
    public override TimeSpan ChartInterval => TimeSpan.FromMilliseconds(300);

    /// <inheritdoc/>
    protected override TrainingRunOptions Options { get; } = new();

    /// <inheritdoc/>
    protected override Task<DigitData> LoadAsync(TrainingSettings settings) =>
        Task.Run(() => DataSources.Open(settings.Data, new DataSourceOptions
        {
            Mnist = OnThisMachine,
            Pictures = ImageFolder.TryOpen,
            GeneratedTrainCount = settings.GeneratedTrainCount,
            GeneratedTestCount = settings.GeneratedTestCount,
        }));

    /// <inheritdoc/>
    protected override void Schedule(LiveRun run)
    {
        var thread = _runs[run] = new Thread(() => Train(run)) { IsBackground = true, Name = "training" };
        thread.Start();
    }

    /// <summary>Gets the runs that have not ended.</summary>
    protected IEnumerable<LiveRun> Runs => _runs.Keys;

    /// <summary>Stops all runs, and waits until they are saved.</summary>
    public void Dispose()
    {
        var runs = _runs.ToArray();
        foreach (var (run, _) in runs)
            run.Stop();
        foreach (var (_, thread) in runs)
            thread.Join();

        GC.SuppressFinalize(this);
    }

    private void Train(LiveRun run)
    {
        while (run.Turn(Slice) is var activity && activity != RunActivity.Ended)
        {
            if (activity == RunActivity.Waiting)
                run.WaitForCommand();
        }

        _runs.TryRemove(run, out _);
    }

    private static bool HasMnist()
    {
        try
        {
            Mnist.Load(OnThisMachine);
            return true;
        }
        catch (Exception error) when (error is DataUnavailableException or InvalidDataException or IOException)
        {
            return false;
        }
    }
}
