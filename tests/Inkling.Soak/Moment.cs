using System.Diagnostics;

namespace Inkling.Soak;

/// <summary>When a process is disturbed: some time after its start, or shortly after something appears in its folder.</summary>
internal sealed class Moment
{
    private readonly Func<string, string?>? _watched;
    private readonly int _delay;

    /// <summary>Draws a moment.</summary>
    public Moment(RandomStream random)
    {
        _watched = random.Next(5) switch
        {
            0 => folder => Newest(folder, "*"),
            1 => folder => Newest(Path.Combine(folder, "checkpoints"), "step-*"),
            2 => folder => Newest(Path.Combine(folder, "checkpoints"), ".*.tmp"),
            _ => null,
        };
        _delay = _watched is null ? random.Next(random.Next(4) == 0 ? 4000 : 1200) : random.Next(random.Next(2) == 0 ? 5 : 200);
    }

    /// <summary>Waits for the moment, at most ten seconds, and no longer than the process lives.</summary>
    public void Wait(Process process, string folder)
    {
        var known = _watched?.Invoke(folder);
        for (var watch = Stopwatch.StartNew();
            _watched is not null && _watched(folder) == known && !process.HasExited && watch.Elapsed < TimeSpan.FromSeconds(10);)
            Thread.Sleep(1);
        process.WaitForExit(_delay);
    }

    private static string? Newest(string folder, string pattern)
    {
        try
        {
            return new DirectoryInfo(folder)
                .EnumerateFiles(pattern, new EnumerationOptions { AttributesToSkip = FileAttributes.None })
                .Select(file => $"{file.Name} {file.LastWriteTimeUtc.Ticks}")
                .Max(StringComparer.Ordinal);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
