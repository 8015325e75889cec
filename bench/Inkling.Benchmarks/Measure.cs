using System.Diagnostics;

namespace Inkling.Benchmarks;

/// <summary>Times a piece of work.</summary>
internal static class Measure
{
    /// <summary>
    /// The median time of one call in seconds, from several rounds of enough calls to last a while, after one round that is not counted.
    /// </summary>
    public static double Seconds(Action work, double roundSeconds = 0.05, int rounds = 7)
    {
        var calls = 1;
        double Round()
        {
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < calls; i++)
                work();
            return watch.Elapsed.TotalSeconds;
        }

        for (var elapsed = Round(); elapsed < roundSeconds; elapsed = Round())
            calls = (int)Math.Min(1_000_000, Math.Max(calls * 2, calls * roundSeconds / Math.Max(elapsed, 1e-6)));
        var times = new double[rounds];
        for (var i = 0; i < rounds; i++)
            times[i] = Round() / calls;
        Array.Sort(times);
        return times[rounds / 2];
    }

    /// <summary>1 and all threads, or only 1 where there is one.</summary>
    public static int[] ThreadCounts() => Environment.ProcessorCount > 1 ? [1, Environment.ProcessorCount] : [1];
}
