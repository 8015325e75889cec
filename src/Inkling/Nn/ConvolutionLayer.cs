using Inkling.Operations;

namespace Inkling.Nn;

/// <summary>What <see cref="Conv2d"/> and <see cref="ConvTranspose2d"/> share: the sizes, the weight and the bias.</summary>
public abstract class ConvolutionLayer : Module
{
    private protected ConvolutionLayer(
        int inChannels, int outChannels, Size2d kernelSize, in ConvolutionOptions options, bool isTransposed, bool bias,
        RandomStream? random)
    {
        Options = options;
        Check(GetType().Name, inChannels, outChannels, kernelSize, options);
        (InChannels, OutChannels, KernelSize) = (inChannels, outChannels, kernelSize);
        var (low, high) = isTransposed ? (outChannels, inChannels) : (inChannels, outChannels);
        var fanIn = checked(low / Groups * kernelSize.Area);
        WeightInMemory = RegisterParameter(
            "weight",
            Initialization.KaimingUniform([kernelSize.Height, kernelSize.Width, low / Groups, high], fanIn, random),
            3, 2, 0, 1);
        if (bias)
            Bias = RegisterParameter("bias", Initialization.KaimingUniform([outChannels], fanIn, random));
    }

    /// <summary>Gets the number of channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>Gets the number of channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>Gets the height and width of the kernels.</summary>
    public Size2d KernelSize { get; }

    /// <summary>Gets the step of the kernel in pixels, over the input or, where it is transposed, over the output.</summary>
    public Size2d Stride => Options.Stride;

    /// <summary>Gets the rows and columns of zeros at each side of the input or, transposed, those cut off the output.</summary>
    public Size2d Padding => Options.Padding;

    /// <summary>Gets the distance of the kernel's elements in pixels.</summary>
    public Size2d Dilation => Options.Dilation;

    /// <summary>Gets the number of groups.</summary>
    public int Groups => Options.Groups;

    /// <summary>Gets the parameter itself: [KH, KW, in / groups, out], or [KH, KW, out / groups, in] transposed.</summary>
    public Tensor WeightInMemory { get; }

    /// <summary>
    /// Gets or sets the weight in PyTorch's order, [out, in / groups, KH, KW], or [in, out / groups, KH, KW] transposed: a copy through
    /// which gradients flow; setting copies the values.
    /// </summary>
    /// <exception cref="ArgumentException">The shape of a value set is another.</exception>
    public Tensor Weight
    {
        get => WeightInMemory.Permute(3, 2, 0, 1);
        set => SetParameter("weight", value);
    }

    /// <summary>Gets the bias, [out], or null where there is none.</summary>
    public Tensor? Bias { get; }

    internal ConvolutionOptions Options { get; }

    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <summary>Checks the arguments of a convolution layer's constructor.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of its range.</exception>
    internal static void Check(string layer, int inChannels, int outChannels, Size2d kernelSize, in ConvolutionOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inChannels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outChannels);
        var (stride, padding, dilation, groups) = options;
        if (kernelSize is { Height: < 1 } or { Width: < 1 } || stride is { Height: < 1 } or { Width: < 1 }
            || padding is { Height: < 0 } or { Width: < 0 } || dilation is { Height: < 1 } or { Width: < 1 })
        {
            throw new ArgumentOutOfRangeException(
                nameof(kernelSize),
                $"{layer}: a kernel of {kernelSize}, a stride of {stride}, a padding of {padding} and a dilation of {dilation} were given, "
                + "expected at least 1, 1, 0 and 1");
        }

        if (groups < 1 || inChannels % groups != 0 || outChannels % groups != 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                $"{layer}: {groups} groups were given for {inChannels} and {outChannels} channels, expected a divisor of both");
        }
    }
}
