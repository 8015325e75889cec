using System.Runtime.Intrinsics;
using Inkling.Kernels;

namespace Inkling;

/// <summary>How the arithmetic runs: the number of threads and the width of vectors. Neither the seed's results nor the answers depend on the threads.</summary>
public static class Compute
{
    /// <summary>Threads that share the work of one operation, the calling one included: 1 to 256; the number of processors at the start.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 1 to 256.</exception>
    public static int Threads
    {
        get => WorkerPool.Threads;
        set => WorkerPool.Threads = value;
    }

    /// <summary>Bits of the vectors that the kernels use: 512, 256 or 128, the widest that the processor and the runtime's switches allow.</summary>
    public static int VectorBits { get; internal set; } =
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
}
