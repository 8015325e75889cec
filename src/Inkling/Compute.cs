using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Inkling.Kernels;

namespace Inkling;

/// <summary>
/// The settings of the arithmetic: the number of threads and the width of vectors. No result depends on the number of threads.
/// </summary>
public static class Compute
{
    /// <summary>
    /// Gets or sets the number of threads that share the work of an operation, the calling one included: 1 to 256. The default is the
    /// number of processors.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 256.</exception>
    public static int Threads
    {
        get => WorkerPool.Threads;
        set => WorkerPool.Threads = value;
    }

    /// <summary>
    /// Gets the width of the vectors that the kernels use, in bits: 512, 256 or 128, the widest that the processor and the runtime's
    /// settings accelerate.
    /// </summary>
    /// <remarks>Tests set narrower widths. Every width runs everywhere, wider ones than the processor's as several instructions.</remarks>
    public static int VectorBits { get; internal set; } =
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>Gets how multiply-adds are rounded on this processor, on which the bits of a result depend.</summary>
    public static ArithmeticKind Arithmetic { get; } = !Vector128.IsHardwareAccelerated
        ? ArithmeticKind.Scalar
        : IsFused(1 + (1f / 4096), -1 - (1f / 2048)) ? ArithmeticKind.Fused : ArithmeticKind.Separate;

    /// <summary>
    /// Measures, in about a tenth of a second, the floating-point operations per second that the processor reaches with fused multiply-adds
    /// on vectors of <see cref="VectorBits"/>: the upper bound of the speed of a product.
    /// </summary>
    /// <param name="threads">The number of concurrent threads, 1 to 256.</param>
    /// <returns>GFLOP/s of all threads together; a multiply-add counts as two operations.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is not 1 to 256.</exception>
    public static double MeasurePeak(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, 256);
        return Peak.Measure(threads) / 1e9;
    }

    /// <summary>(1 + 2^-12)^2 - (1 + 2^-11) is 2^-24 with one rounding, and 0 where the square is rounded first.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsFused(float factor, float addend) => float.MultiplyAddEstimate(factor, factor, addend) != 0;
}
