using System.Runtime.Intrinsics;
using Inkling.Kernels;

namespace Inkling;

/// <summary>
/// How the arithmetic runs: the number of threads and the width of vectors. Neither the seed's results nor the answers depend on the
/// threads.
/// </summary>
public static class Compute
{
    /// <summary>
    /// Threads that share the work of one operation, the calling one included: 1 to 256; the number of processors at the start.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 1 to 256.</exception>
    public static int Threads
    {
        get => WorkerPool.Threads;
        set => WorkerPool.Threads = value;
    }

    /// <summary>
    /// Bits of the vectors that the kernels use: 512, 256 or 128, the widest that the processor and the runtime's switches allow.
    /// </summary>
    public static int VectorBits { get; internal set; } =
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>
    /// Measures, in about a tenth of a second, how many floating-point operations per second the processor reaches with fused multiply-adds
    /// on vectors of
    /// <see cref="VectorBits"/>: the limit that the speed of a product can be held against.
    /// </summary>
    /// <param name="threads">Threads that run at once: 1 to 256.</param>
    /// <returns>GFLOP/s of all threads together; a multiply-add counts as two operations.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Not 1 to 256 threads.</exception>
    public static double MeasurePeak(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, 256);
        return Peak.Measure(threads) / 1e9;
    }
}
