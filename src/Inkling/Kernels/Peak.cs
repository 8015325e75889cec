using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Inkling.Kernels;

/// <summary>
/// How fast the processor multiplies and adds when nothing else holds it up: chains of fused multiply-adds in registers, enough of them to
/// hide
/// the latency of each (4 cycles on two units need 8 chains).
/// </summary>
internal static class Peak
{
    private const int Chains = 12;
    private const int Rounds = 8;
    private const double RoundSeconds = 0.01;

    /// <summary>The best of some rounds, in floating-point operations per second; a multiply-add counts as two.</summary>
    public static double Measure(int threads)
    {
        var steps = 100_000L;
        var (seconds, floats) = Round(1, steps);
        while (seconds < RoundSeconds)
        {
            steps = Math.Max(steps * 2, (long)(steps * RoundSeconds / Math.Max(seconds, 1e-9)));
            (seconds, floats) = Round(1, steps);
        }

        var best = 0.0;
        for (var round = 0; round < Rounds; round++)
        {
            (seconds, floats) = Round(threads, steps);
            best = Math.Max(best, 2.0 * Chains * floats * steps * threads / seconds);
        }

        return best;
    }

    /// <summary>Runs the loop on some threads at once.</summary>
    /// <returns>The time from the common start to the end of the last one, and the floats in a vector.</returns>
    private static (double Seconds, int Floats) Round(int threads, long steps)
    {
        var ends = new long[threads];
        var start = 0L;
        using var together = new Barrier(threads, _ => start = Stopwatch.GetTimestamp());
        var others = Enumerable.Range(1, threads - 1).Select(index => new Thread(() => Run(index)) { IsBackground = true }).ToArray();
        foreach (var thread in others)
            thread.Start();
        Run(0);
        foreach (var thread in others)
            thread.Join();
        return (Stopwatch.GetElapsedTime(start, ends.Max()).TotalSeconds, Compute.VectorBits / 32);

        void Run(int index)
        {
            together.SignalAndWait();
            _ = Compute.VectorBits switch
            {
                512 => Loop<Lanes512, Vector512<float>>(steps),
                256 => Loop<Lanes256, Vector256<float>>(steps),
                _ => Loop<Lanes128, Vector128<float>>(steps),
            };
            ends[index] = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>x = x / 2 + 1 / 2 in each chain, which stays at 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static unsafe float Loop<TLanes, TVector>(long steps)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var half = TLanes.Broadcast(0.5f);
        var (a, b, c, d, e, f) = (half, half, half, half, half, half);
        var (g, h, i, j, k, l) = (half, half, half, half, half, half);
        for (var step = 0L; step < steps; step++)
        {
            a = TLanes.MultiplyAdd(a, half, half);
            b = TLanes.MultiplyAdd(b, half, half);
            c = TLanes.MultiplyAdd(c, half, half);
            d = TLanes.MultiplyAdd(d, half, half);
            e = TLanes.MultiplyAdd(e, half, half);
            f = TLanes.MultiplyAdd(f, half, half);
            g = TLanes.MultiplyAdd(g, half, half);
            h = TLanes.MultiplyAdd(h, half, half);
            i = TLanes.MultiplyAdd(i, half, half);
            j = TLanes.MultiplyAdd(j, half, half);
            k = TLanes.MultiplyAdd(k, half, half);
            l = TLanes.MultiplyAdd(l, half, half);
        }

        // Used, so that no chain can be left out.
        var sum = TLanes.Add(TLanes.Add(TLanes.Add(a, b), TLanes.Add(c, d)), TLanes.Add(TLanes.Add(e, f), TLanes.Add(g, h)));
        sum = TLanes.Add(sum, TLanes.Add(TLanes.Add(i, j), TLanes.Add(k, l)));
        Span<float> lanes = stackalloc float[16];
        fixed (float* target = lanes)
            TLanes.Store(sum, target);
        return lanes[0];
    }
}
