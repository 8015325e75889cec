using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Inkling.Soak;

/// <summary>The log of a soak, what it counts, and what it found.</summary>
internal sealed class Journal : IDisposable
{
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly StreamWriter _log;
    private readonly Lock _lock = new();
    private TimeSpan _longestStop;

    public Journal(string path) => _log = new StreamWriter(path) { AutoFlush = true };

    public ConcurrentQueue<string> Findings { get; } = [];

    public TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>Gets the counts, a line for each.</summary>
    public string Summary
    {
        get
        {
            lock (_lock)
            {
                return string.Join('\n', _counts.Select(count => $"{count.Value,8}  {count.Key}"))
                    + string.Create(
                        CultureInfo.InvariantCulture,
                        $"\n{_longestStop.TotalSeconds,8:0.00}  s, the longest time from a signal to the end, without faults");
            }
        }
    }

    public void Count(string what)
    {
        lock (_lock)
            _counts[what] = _counts.GetValueOrDefault(what) + 1;
    }

    public void Stopped(TimeSpan time)
    {
        lock (_lock)
            _longestStop = time > _longestStop ? time : _longestStop;
    }

    public void Log(string line)
    {
        lock (_lock)
            _log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_watch.Elapsed.TotalSeconds,8:0.00} {line}"));
    }

    public void Find(string finding)
    {
        Findings.Enqueue(finding);
        Log($"FINDING {finding}");
    }

    public void Dispose() => _log.Dispose();
}
