namespace Inkling.Kernels;

/// <summary>
/// The two orders in which a batch of maps [N, C, H, W] can lie in memory: row by row as the shape says, or with the positions first, [H,
/// W, N, C]. Each is the
/// transpose of the other, seen as a matrix of N C rows and H W columns.
/// </summary>
internal static unsafe class MemoryLayout
{
    /// <summary>
    /// Whether both orders are the same for a shape, as for maps of one position; any shape but [N, C, H, W] has one order only.
    /// </summary>
    public static bool Coincides(Shape shape) => shape.Rank != 4 || shape[2] * shape[3] <= 1 || shape[0] * shape[1] <= 1;

    public static void ToHwnc(ReadOnlySpan<float> source, Span<float> target, Shape shape)
    {
        fixed (float* from = source, to = target)
            Transposition.Run(from, to, shape[0] * shape[1], shape[2] * shape[3]);
    }

    public static void ToNchw(ReadOnlySpan<float> source, Span<float> target, Shape shape)
    {
        fixed (float* from = source, to = target)
            Transposition.Run(from, to, shape[2] * shape[3], shape[0] * shape[1]);
    }
}
