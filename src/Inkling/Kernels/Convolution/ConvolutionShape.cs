namespace Inkling.Kernels;

/// <summary>
/// All sizes of a convolution. A tap is one element of the kernel: with C input channels, O output channels and G groups its weights are a
/// matrix [C / G, O].
/// </summary>
internal readonly record struct ConvolutionShape(
    int Images, int InChannels, int OutChannels, Size2d Input, Size2d Kernel, Size2d Stride, Size2d Padding, Size2d Dilation,
    int Groups = 1)
{
    /// <summary>Gets the size of an output feature map; a transposed convolution sets the one it was given.</summary>
    public Size2d Output { get; init; } = new(
        OutputSize(Input.Height, Kernel.Height, Stride.Height, Padding.Height, Dilation.Height),
        OutputSize(Input.Width, Kernel.Width, Stride.Width, Padding.Width, Dilation.Width));

    public int Taps => Kernel.Area;

    /// <summary>Gets the number of weights of a tap.</summary>
    public int WeightsPerTap => InChannels / Groups * OutChannels;

    /// <summary>Gets the convolution of the channels of one group.</summary>
    public ConvolutionShape OneGroup() => this with { InChannels = InChannels / Groups, OutChannels = OutChannels / Groups, Groups = 1 };

    /// <summary>Gets the positions of a window: (size + 2 padding - dilation (kernel - 1) - 1) / stride + 1 rounded down.</summary>
    public static int OutputSize(int size, int kernel, int stride, int padding, int dilation = 1) =>
        ((size + (2 * padding) - (dilation * (kernel - 1)) - 1) / stride) + 1;

    /// <summary>
    /// Fills table[output, tap] with the input position that the tap reads for an output position, or -1 where it lies in the padding.
    /// </summary>
    public void FillInputs(Span<int> table)
    {
        var at = 0;
        for (var outY = 0; outY < Output.Height; outY++)
        {
            for (var outX = 0; outX < Output.Width; outX++)
            {
                var (top, left) = ((outY * Stride.Height) - Padding.Height, (outX * Stride.Width) - Padding.Width);
                for (var row = 0; row < Kernel.Height; row++)
                {
                    var y = top + (row * Dilation.Height);
                    for (var column = 0; column < Kernel.Width; column++)
                    {
                        var x = left + (column * Dilation.Width);
                        table[at++] = (uint)y < (uint)Input.Height && (uint)x < (uint)Input.Width ? (y * Input.Width) + x : -1;
                    }
                }
            }
        }
    }

    /// <summary>
    /// Fills table[input, tap] with the output position that reads an input position through the tap, or -1 where none does.
    /// </summary>
    public void FillOutputs(Span<int> table)
    {
        table.Fill(-1);
        for (var output = 0; output < Output.Area; output++)
        {
            var (top, left) =
                ((output / Output.Width * Stride.Height) - Padding.Height, (output % Output.Width * Stride.Width) - Padding.Width);
            for (var tap = 0; tap < Taps; tap++)
            {
                var (y, x) = (top + (tap / Kernel.Width * Dilation.Height), left + (tap % Kernel.Width * Dilation.Width));
                if ((uint)y < (uint)Input.Height && (uint)x < (uint)Input.Width)
                    table[(((y * Input.Width) + x) * Taps) + tap] = output;
            }
        }
    }

    /// <summary>
    /// Gets the range of taps outside which all are inactive (see <see cref="IsActive(int)"/>); empty where all read padding only.
    /// </summary>
    public (int Start, int End) ActiveTaps()
    {
        var (start, end) = (0, Taps);
        while (start < end && !IsActive(start))
            start++;
        while (end > start && !IsActive(end - 1))
            end--;
        return (start, end);
    }

    /// <summary>
    /// Whether a tap lies inside the input at any output position: on small feature maps many taps only read padding.
    /// </summary>
    public bool IsActive(int tap) =>
        IsActive(tap / Kernel.Width * Dilation.Height, Input.Height, Output.Height, Stride.Height, Padding.Height)
        && IsActive(tap % Kernel.Width * Dilation.Width, Input.Width, Output.Width, Stride.Width, Padding.Width);

    private static bool IsActive(int offset, int size, int outputs, int stride, int padding)
    {
        for (var i = 0; i < outputs; i++)
        {
            if ((uint)((i * stride) - padding + offset) < (uint)size)
                return true;
        }

        return false;
    }
}
