using System.Diagnostics;

namespace Inkling.Training;

/// <summary>How far a <see cref="Sweep"/> is.</summary>
/// <param name="Done">Runs that are done.</param>
/// <param name="Runs">Runs of the sweep.</param>
/// <param name="Share">The share of all images that was learned from, 0 to 1; a run that diverged counts as a whole one.</param>
/// <param name="Elapsed">Time since the sweep began.</param>
/// <param name="Remaining">Time that it will take yet, at the speed so far.</param>
/// <param name="Run">The run that was just done; null where this only tells how far it is.</param>
public readonly record struct SweepProgress(int Done, int Runs, double Share, TimeSpan Elapsed, TimeSpan Remaining, SweepRun? Run);

/// <summary>Counts the images of all runs and tells how far they are, a few times a second.</summary>
/// <param name="items">Images that each run will learn from, in all its epochs.</param>
/// <param name="progress">Who hears of it.</param>
internal sealed class SweepClock(IReadOnlyList<long> items, Action<SweepProgress>? progress)
{
    private static readonly long Pause = Stopwatch.Frequency / 20;

    /// <summary>A TimeSpan holds some thirty thousand years, and two thousand million epochs take longer.</summary>
    private const double MaxSeconds = 9e11;

    private readonly Lock _gate = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly long[] _done = new long[items.Count];
    private readonly long _total = items.Sum();
    private long _next;
    private int _runs;

    /// <summary>A run has learned from some more images.</summary>
    public void Tell(int run, int count)
    {
        _done[run] += count;
        if (Stopwatch.GetTimestamp() >= Volatile.Read(ref _next))
            Report(null);
    }

    /// <summary>A run is done.</summary>
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
