namespace Inkling.Kernels;

/// <summary>
/// The two layouts of feature maps [N, C, H, W] in memory: NCHW, row-major as the shape says, and HWNC, [H, W, N, C]. Each is the transpose
/// of the other, seen as a matrix with N C rows and H W columns.
/// </summary>
internal static unsafe class MemoryLayout
{
    /// <summary>
    /// Whether both layouts are the same for a shape, as for feature maps of one position; other shapes than [N, C, H, W] have one layout.
    /// </summary>
    public static bool Coincides(Shape shape) => shape.Rank != 4 || shape[2] * shape[3] <= 1 || shape[0] * shape[1] <= 1;

    /// <summary>Converts NCHW to HWNC.</summary>
    public static void ToHwnc(ReadOnlySpan<float> source, Span<float> target, Shape shape)
    {
        fixed (float* from = source, to = target)
            Transposition.Run(from, to, shape[0] * shape[1], shape[2] * shape[3]);
    }

    /// <summary>Converts HWNC to NCHW.</summary>
    public static void ToNchw(ReadOnlySpan<float> source, Span<float> target, Shape shape)
    {
        fixed (float* from = source, to = target)
            Transposition.Run(from, to, shape[2] * shape[3], shape[0] * shape[1]);
    }
}
