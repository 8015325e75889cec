using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Inkling.Kernels;

/// <summary>
/// Measures the processor's multiply-add peak: independent chains of fused multiply-adds in registers, enough of them to hide the latency
/// of each (4 cycles on two units need 8 chains).
/// </summary>
internal static class Peak
{
    private const int Chains = 12;
    private const int Rounds = 8;
    private const double RoundSeconds = 0.01;

    /// <summary>Gets the best of several rounds, in floating-point operations per second; a multiply-add counts as two.</summary>
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
    /// <returns>The time from the common start to the end of the last thread, and the floats in a vector.</returns>
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
        return (Stopwatch.GetElapsedTime(start, ends.Max()).TotalSeconds, VectorDispatch.Lanes);

        unsafe void Run(int index)
        {
            together.SignalAndWait();
            var job = new Job { Steps = steps };
            VectorDispatch.Run<Kernel>(&job);
            ends[index] = Stopwatch.GetTimestamp();
        }
    }

    private struct Job
    {
        public long Steps;
        public float Result;
    }

    /// <summary>x = x / 2 + 1 / 2 in each chain, which converges to 1.</summary>
    private readonly struct Kernel : IVectorKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static unsafe void Run<TLanes, TVector>(void* context, int item)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            ref var job = ref *(Job*)context;
            var steps = job.Steps;
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

            // Used and stored, so that no chain can be optimised away.
            var sum = TLanes.Add(TLanes.Add(TLanes.Add(a, b), TLanes.Add(c, d)), TLanes.Add(TLanes.Add(e, f), TLanes.Add(g, h)));
            sum = TLanes.Add(sum, TLanes.Add(TLanes.Add(i, j), TLanes.Add(k, l)));
            var lanes = stackalloc float[16];
            TLanes.Store(sum, lanes);
            job.Result = *lanes;
        }
    }
}
