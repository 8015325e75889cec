using System.Diagnostics;

namespace Inkling.Benchmarks;

/// <summary>Measures the time of an action.</summary>
internal static class Measure
{
    /// <summary>
    /// Gets the median time of a call in seconds, over several rounds of many calls, after a warm-up round.
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

    /// <summary>Gets the thread counts to measure: 1 and all processors.</summary>
    public static int[] ThreadCounts() => Environment.ProcessorCount > 1 ? [1, Environment.ProcessorCount] : [1];
}
