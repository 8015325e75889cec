using Inkling.Operations;

namespace Inkling.Nn;

/// <summary>
/// A convolution of feature maps. Shapes: [N, in, H, W] to [N, out, OH, OW], with OH = (H + 2 padding - dilation (KH - 1) - 1) / stride + 1
/// rounded down, and OW likewise.
/// </summary>
/// <remarks>
/// The weight lies in memory as [KH, KW, in / groups, out], so that the products forward and backward read it row by row;
/// <see cref="ConvolutionLayer.Weight"/> and <see cref="Module.StateDictionary"/> show PyTorch's [out, in / groups, KH, KW].
/// </remarks>
public sealed class Conv2d : ConvolutionLayer
{
    /// <summary>Creates a layer with PyTorch's initial values: uniform within 1 / sqrt(in / groups KH KW) of zero.</summary>
    /// <param name="inChannels">Channels of the input, at least 1.</param>
    /// <param name="outChannels">Channels of the output, at least 1.</param>
    /// <param name="kernelSize">Height and width of the kernels, at least 1 each.</param>
    /// <param name="stride">The step of the kernel in pixels, at least 1; 1 when null.</param>
    /// <param name="padding">Rows and columns of zeros at each side of a feature map, 0 or more.</param>
    /// <param name="dilation">The distance of the kernel's elements in pixels, at least 1; 1 when null.</param>
    /// <param name="groups">The number of groups, which divides both numbers of channels; see <see cref="Tensor.Conv2d"/>.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="random">The source of the initial values; <see cref="Randomness.Default"/> when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of its range.</exception>
    public Conv2d(
        int inChannels, int outChannels, Size2d kernelSize, Size2d? stride = null, Size2d padding = default, Size2d? dilation = null,
        int groups = 1, bool bias = true, RandomStream? random = null)
        : base(
            inChannels, outChannels, kernelSize, new ConvolutionOptions(stride ?? 1, padding, dilation ?? 1, groups), isTransposed: false,
            bias, random)
    {
    }

    /// <summary>
    /// Computes relu(norm(this(input)) + residual): with gradients recorded or in training in two passes, otherwise in one. This is what a
    /// residual block is made of, and as fast in a network of one's own as in those of the library.
    /// </summary>
    /// <param name="input">[N, in, H, W].</param>
    /// <param name="norm">Normalises the feature maps.</param>
    /// <param name="residual">What is added to the normalised feature maps, [N, out, OH, OW]; null for nothing.</param>
    /// <param name="relu">Whether negative sums become 0.</param>
    /// <returns>[N, out, OH, OW].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor Forward(Tensor input, BatchNorm2d norm, Tensor? residual = null, bool relu = false) =>
        norm.ForwardAfter(this, input, residual, relu);

    /// <summary>"Conv2d(1, 64, kernel 7, stride 2, padding 3, no bias)".</summary>
    public override string ToString() =>
        $"Conv2d({InChannels}, {OutChannels}, kernel {KernelSize}{Options.Description}{(Bias is null ? ", no bias" : "")})";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [N, in, H, W], or smaller than the kernel when padded.</exception>
    protected override Tensor ForwardCore(Tensor input)
    {
        Check(input);
        return input.Conv2d(WeightInMemory, Bias, Stride, Padding, Dilation, Groups);
    }

    /// <summary>Checks that the input fits, so that the error names the layer.</summary>
    internal void Check(Tensor input)
    {
        var shape = input.Shape;
        if (shape.Rank != 4 || shape[1] != InChannels)
            throw new ArgumentException($"{this}: input is {shape}, expected [*, {InChannels}, height, width]", nameof(input));
        var (height, width) = (shape[2] + (2L * Padding.Height), shape[3] + (2L * Padding.Width));
        var (rows, columns) =
            (SlidingWindow.Extent(KernelSize.Height, Dilation.Height), SlidingWindow.Extent(KernelSize.Width, Dilation.Width));
        if (height < rows || width < columns)
        {
            throw new ArgumentException(
                $"{this}: input is {shape}, its feature maps padded are {height}x{width}, "
                + $"expected at least the kernel's {rows}x{columns}",
                nameof(input));
        }
    }
}
