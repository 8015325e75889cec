namespace Inkling;

/// <summary>
/// How the kernels compute on this processor. With the same kind, runtime and operating system, whose library of mathematical functions
/// takes part, results have the same bits, whatever the vector width and the number of threads; between kinds they differ by rounding.
/// </summary>
public enum ArithmeticKind
{
    /// <summary>Vectors, and multiply-adds with one rounding: x86-64 with FMA (nearly all since 2013) and Arm64.</summary>
    Fused,

    /// <summary>Vectors, and multiply-adds with two roundings: older x86-64 and WebAssembly.</summary>
    Separate,

    /// <summary>No vectors: hardware intrinsics are switched off or not known to the runtime.</summary>
    Scalar,
}
