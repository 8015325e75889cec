namespace Inkling.Kernels;

/// <summary>
/// The input positions of one position of a pooled feature map, and the factor that makes their sum a mean. Bottom and Right are
/// exclusive.
/// </summary>
internal readonly record struct PoolWindow(int Top, int Bottom, int Left, int Right, float Factor)
{
    /// <summary>
    /// Fills in the windows of a kernel that moves over a padded feature map. The padding counts as zeros in a mean, as in PyTorch
    /// (<c>count_include_pad</c>).
    /// </summary>
    public static void Fill(Span<PoolWindow> windows, Size2d input, Size2d output, Size2d kernel, Size2d stride, Size2d padding)
    {
        for (var y = 0; y < output.Height; y++)
        {
            for (var x = 0; x < output.Width; x++)
            {
                var (top, left) = ((y * stride.Height) - padding.Height, (x * stride.Width) - padding.Width);
                windows[(y * output.Width) + x] = new PoolWindow(
                    Math.Max(0, top), Math.Min(input.Height, top + kernel.Height), Math.Max(0, left),
                    Math.Min(input.Width, left + kernel.Width), 1f / kernel.Area);
            }
        }
    }

    /// <summary>
    /// Fills in windows of nearly equal size that cover a feature map: floor(i H / OH) to ceil((i + 1) H / OH), as in PyTorch.
    /// </summary>
    public static void FillAdaptive(Span<PoolWindow> windows, Size2d input, Size2d output)
    {
        for (var y = 0; y < output.Height; y++)
        {
            for (var x = 0; x < output.Width; x++)
            {
                var (top, bottom) = Share(y, input.Height, output.Height);
                var (left, right) = Share(x, input.Width, output.Width);
                windows[(y * output.Width) + x] = new PoolWindow(top, bottom, left, right, 1f / ((bottom - top) * (right - left)));
            }
        }
    }

    private static (int First, int End) Share(int index, int size, int count) =>
        ((int)((long)index * size / count), (int)((((long)(index + 1) * size) + count - 1) / count));
}
