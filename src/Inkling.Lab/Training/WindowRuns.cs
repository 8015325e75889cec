namespace Inkling.Lab.Training;

/// <summary>
/// What the page "Train" has in one window of a browser: it stays while the window shows other pages, and the runs end with the window or
/// go on without it.
/// </summary>
public sealed class WindowRuns : IDisposable
{
    /// <summary>The most runs; one more ends the oldest.</summary>
    public const int MaxRuns = 4;

    private readonly List<LiveRun> _runs = [];
    private bool _isClosed;

    /// <summary>Raised when a run has a new view, on the thread that trains it.</summary>
    public event Action? Changed;

    /// <summary>Gets the runs, the newest last.</summary>
    public IReadOnlyList<LiveRun> Runs => _runs;

    /// <summary>Gets the files that were dropped onto the page.</summary>
    public DroppedData Dropped { get; } = new();

    /// <summary>Gets or sets the settings that the page showed last; null before.</summary>
    public TrainingSettings? Settings { get; set; }

    /// <summary>Gets or sets whether runs go on when the window is closed.</summary>
    public bool KeepsRunning { get; set; }

    /// <summary>Adds a run; where the window was closed while its data was loaded, the run ends.</summary>
    /// <returns><paramref name="run"/>.</returns>
    public LiveRun Add(LiveRun run)
    {
        while (_runs.Count >= MaxRuns)
            Remove(_runs[0]);
        run.Changed += Forward;
        _runs.Add(run);
        if (_isClosed)
            Remove(run);
        return run;
    }

    /// <summary>Ends all runs.</summary>
    public void Clear()
    {
        while (_runs.Count > 0)
            Remove(_runs[0]);
    }

    /// <summary>Ends the runs, or leaves them to themselves.</summary>
    public void Dispose()
    {
        _isClosed = true;
        if (KeepsRunning)
        {
            foreach (var run in _runs)
            {
                run.Changed -= Forward;
                run.Detach();
            }

            // Another window may take them over.
            _runs.Clear();
        }

        Clear();
    }

    private void Remove(LiveRun run)
    {
        run.Changed -= Forward;
        run.Dispose();
        _runs.Remove(run);
    }

    private void Forward() => Changed?.Invoke();
}
