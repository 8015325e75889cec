namespace Inkling.Operations;

/// <summary>What the operations check that move a window over feature maps.</summary>
internal static class SlidingWindow
{
    /// <summary>Checks that a window fits into padded feature maps.</summary>
    /// <exception cref="ArgumentException">
    /// The kernel is larger than the padded input, or a kernel size, stride, dilation or padding is out of range.
    /// </exception>
    public static void Check(string operation, Size2d input, Size2d kernel, Size2d stride, Size2d padding, Size2d dilation)
    {
        CheckSizes(operation, kernel, stride, padding, dilation);
        var (height, width) = (input.Height + (2L * padding.Height), input.Width + (2L * padding.Width));
        if (Extent(kernel.Height, dilation.Height) > height || Extent(kernel.Width, dilation.Width) > width)
        {
            throw new ArgumentException(
                $"{operation}: the kernel is {kernel.Height}x{kernel.Width}{(dilation == 1 ? "" : $" with dilation {dilation}")}, "
                + $"larger than the input of {input.Height}x{input.Width}{(padding == default ? "" : $" padded to {height}x{width}")}",
                nameof(kernel));
        }
    }

    /// <summary>Checks the ranges of the sizes of a window.</summary>
    /// <exception cref="ArgumentException">One is out of range.</exception>
    public static void CheckSizes(string operation, Size2d kernel, Size2d stride, Size2d padding, Size2d dilation)
    {
        CheckPositive(stride, "stride");
        CheckPositive(dilation, "dilation");
        if (padding is { Height: < 0 } or { Width: < 0 })
            throw new ArgumentException($"{operation}: a padding of {padding} was given, expected 0 or more", nameof(padding));
        CheckPositive(kernel, "kernel");

        void CheckPositive(Size2d size, string name)
        {
            if (size is { Height: < 1 } or { Width: < 1 })
                throw new ArgumentException($"{operation}: a {name} of {size} was given, expected at least 1", name);
        }
    }

    /// <summary>Views signals [N, C, L] as feature maps [N, C, 1, L].</summary>
    /// <exception cref="ArgumentException">The tensor is not [N, C, L].</exception>
    public static Tensor ToFeatureMaps(Tensor signals, string operation) => signals.Rank == 3
        ? signals.Unsqueeze(2)
        : throw new ArgumentException($"{operation}: input is {signals.Shape}, expected [N, C, L]");

    /// <summary>Views feature maps [N, C, 1, L] as signals [N, C, L].</summary>
    public static Tensor ToSignals(Tensor maps) => maps.Reshape(maps.Shape[0], maps.Shape[1], maps.Shape[3]);

    /// <summary>Gets the rows or columns between the first and the last tap of a kernel, both included.</summary>
    public static long Extent(int kernel, int dilation) => ((long)dilation * (kernel - 1)) + 1;
}
