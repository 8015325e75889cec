using Inkling.Operations;

namespace Inkling.Nn;

/// <summary>
/// A transposed convolution of feature maps, which enlarges them by its stride. Shapes: [N, in, H, W] to [N, out, OH, OW], with OH =
/// (H - 1) stride - 2 padding + dilation (KH - 1) + output padding + 1, and OW likewise.
/// </summary>
/// <remarks>
/// The weight lies in memory as [KH, KW, out / groups, in]; <see cref="ConvolutionLayer.Weight"/> and
/// <see cref="Module.StateDictionary"/> show PyTorch's [in, out / groups, KH, KW].
/// </remarks>
public sealed class ConvTranspose2d : ConvolutionLayer
{
    /// <summary>Creates a layer with PyTorch's initial values: uniform within 1 / sqrt(out / groups KH KW) of zero.</summary>
    /// <param name="inChannels">Channels of the input, at least 1.</param>
    /// <param name="outChannels">Channels of the output, at least 1.</param>
    /// <param name="kernelSize">Height and width of the kernels, at least 1 each.</param>
    /// <param name="stride">The distance in pixels of the outputs of neighbouring inputs, at least 1; 1 when null.</param>
    /// <param name="padding">Rows and columns that are cut off at each side of the output, 0 or more.</param>
    /// <param name="outputPadding">Rows and columns added at the bottom and right: less than the stride or the dilation.</param>
    /// <param name="groups">The number of groups, which divides both numbers of channels.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="dilation">The distance of the kernel's elements in pixels, at least 1; 1 when null.</param>
    /// <param name="random">The source of the initial values; <see cref="Randomness.Default"/> when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of its range.</exception>
    /// <exception cref="ArgumentException">The output padding is out of its range.</exception>
    public ConvTranspose2d(
        int inChannels, int outChannels, Size2d kernelSize, Size2d? stride = null, Size2d padding = default, Size2d outputPadding = default,
        int groups = 1, bool bias = true, Size2d? dilation = null, RandomStream? random = null)
        : base(
            inChannels, outChannels, kernelSize, new ConvolutionOptions(stride ?? 1, padding, dilation ?? 1, groups), isTransposed: true,
            bias, random)
    {
        ConvTranspose2dOperation.CheckOutputPadding(outputPadding, Stride, Dilation);
        OutputPadding = outputPadding;
    }

    /// <summary>Gets the rows and columns added at the bottom and right of the output.</summary>
    public Size2d OutputPadding { get; }

    /// <summary>"ConvTranspose2d(64, 32, kernel 3, stride 2, padding 1, output padding 1)".</summary>
    public override string ToString() =>
        $"ConvTranspose2d({InChannels}, {OutChannels}, kernel {KernelSize}{Options.Description}"
        + $"{(OutputPadding == default ? "" : $", output padding {OutputPadding}")}{(Bias is null ? ", no bias" : "")})";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [N, in, H, W], or the output would be empty.</exception>
    protected override Tensor ForwardCore(Tensor input) => input.Rank == 4 && input.Shape[1] == InChannels
        ? input.ConvTranspose2d(WeightInMemory, Bias, Stride, Padding, OutputPadding, Groups, Dilation)
        : throw new ArgumentException($"{this}: input is {input.Shape}, expected [*, {InChannels}, height, width]", nameof(input));
}
