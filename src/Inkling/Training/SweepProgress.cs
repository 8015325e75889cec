using System.Diagnostics;

namespace Inkling.Training;

/// <summary>The progress of a <see cref="Sweep"/>.</summary>
/// <param name="Done">The number of complete runs.</param>
/// <param name="Runs">The number of runs of the sweep.</param>
/// <param name="Share">The fraction of all training images processed, 0 to 1; a run that diverged counts as complete.</param>
/// <param name="Elapsed">The time since the start of the sweep.</param>
/// <param name="Remaining">The estimated remaining time.</param>
/// <param name="Run">The run that has just completed, or null.</param>
public readonly record struct SweepProgress(int Done, int Runs, double Share, TimeSpan Elapsed, TimeSpan Remaining, SweepRun? Run);

/// <summary>Counts the training images of all runs and reports the progress about twenty times a second.</summary>
/// <param name="items">The number of training images of each run, over all epochs.</param>
/// <param name="progress">Receives the reports, or null.</param>
internal sealed class SweepClock(IReadOnlyList<long> items, Action<SweepProgress>? progress)
{
    private static readonly long Pause = Stopwatch.Frequency / 20;

    /// <summary>The limit of a <see cref="TimeSpan"/>, which 2,147,483,647 epochs may exceed.</summary>
    private const double MaxSeconds = 9e11;

    private readonly Lock _gate = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly long[] _done = new long[items.Count];
    private readonly long _total = items.Sum();
    private long _next;
    private int _runs;

    /// <summary>Adds training images that a run has processed.</summary>
    public void Tell(int run, int count)
    {
        _done[run] += count;
        if (Stopwatch.GetTimestamp() >= Volatile.Read(ref _next))
            Report(null);
    }

    /// <summary>Marks a run as complete.</summary>
    public void Done(int run, SweepRun result)
    {
        _done[run] = items[run];
        Report(result);
    }

    private static TimeSpan Remaining(TimeSpan elapsed, double share) =>
        TimeSpan.FromSeconds(Math.Min(elapsed.TotalSeconds * ((1 - share) / share), MaxSeconds));

    private void Report(SweepRun? run)
    {
        if (progress is null)
            return;
        lock (_gate)
        {
            var now = Stopwatch.GetTimestamp();
            if (run is null && now < _next)
                return;
            Volatile.Write(ref _next, now + Pause);
            _runs += run is null ? 0 : 1;
            var share = _done.Sum() / (double)_total;
            var elapsed = Stopwatch.GetElapsedTime(_start, now);
            progress(new SweepProgress(_runs, items.Count, share, elapsed, Remaining(elapsed, share), run));
        }
    }
}
