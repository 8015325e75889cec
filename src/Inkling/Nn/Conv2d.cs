namespace Inkling.Nn;

/// <summary>
/// A bank of small kernels that moves over each map and multiplies what lies under it. Shapes: [N, in, H, W] to [N, out, OH, OW], with OH =
/// (H + 2 padding - KH) / stride + 1
/// rounded down.
/// </summary>
/// <remarks>
/// The weight lies in memory as [KH, KW, in, out], so that the products forward and backward read it row by row; <see cref="Weight"/> and
/// <see cref="Module.StateDictionary"/> show PyTorch's [out, in, KH, KW].
/// </remarks>
public sealed class Conv2d : Module
{
    /// <summary>A layer with PyTorch's starting values: weights and biases uniform within 1 / sqrt(in KH KW) of zero.</summary>
    /// <param name="inChannels">Maps in, at least 1.</param>
    /// <param name="outChannels">Maps out, at least 1.</param>
    /// <param name="kernelSize">Height and width of the kernels, at least 1 each.</param>
    /// <param name="stride">Pixels from one place of the kernel to the next, at least 1; 1 when null.</param>
    /// <param name="padding">Rows and columns of zeros around each map.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="random">Where the starting values come from; <see cref="Randomness.Default"/> when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of its range.</exception>
    public Conv2d(
        int inChannels, int outChannels, Size2d kernelSize, Size2d? stride = null, Size2d padding = default, bool bias = true,
        RandomStream? random = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inChannels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outChannels);
        (InChannels, OutChannels, KernelSize, Stride, Padding) = (inChannels, outChannels, kernelSize, stride ?? 1, padding);
        if (kernelSize is { Height: < 1 } or { Width: < 1 } || Stride is { Height: < 1 } or { Width: < 1 }
            || padding is { Height: < 0 } or { Width: < 0 })
        {
            throw new ArgumentOutOfRangeException(
                nameof(kernelSize),
                $"Conv2d: a kernel of {kernelSize}, a stride of {Stride} and a padding of {padding} were given, expected at least 1, 1 and 0");
        }

        var fanIn = checked(inChannels * kernelSize.Area);
        WeightInMemory = RegisterParameter(
            "weight", Initialization.KaimingUniform([kernelSize.Height, kernelSize.Width, inChannels, outChannels], fanIn, random), 3, 2, 0,
            1);
        if (bias)
            Bias = RegisterParameter("bias", Initialization.KaimingUniform([outChannels], fanIn, random));
    }

    /// <summary>Maps in.</summary>
    public int InChannels { get; }

    /// <summary>Maps out.</summary>
    public int OutChannels { get; }

    /// <summary>Height and width of the kernels.</summary>
    public Size2d KernelSize { get; }

    /// <summary>Pixels from one place of the kernel to the next.</summary>
    public Size2d Stride { get; }

    /// <summary>Rows and columns of zeros around each map.</summary>
    public Size2d Padding { get; }

    /// <summary>The parameter itself: [KH, KW, in, out].</summary>
    public Tensor WeightInMemory { get; }

    /// <summary>The weight as PyTorch shows it: [out, in, KH, KW], a copy through which gradients flow.</summary>
    public Tensor Weight => WeightInMemory.Permute(3, 2, 0, 1);

    /// <summary>[out], or null where there is none.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [N, in, H, W], or its padded maps are smaller than the kernel.</exception>
    protected override Tensor ForwardCore(Tensor input)
    {
        Check(input);
        return input.Conv2d(WeightInMemory, Bias, Stride, Padding);
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
        $"Conv2d({InChannels}, {OutChannels}, kernel {KernelSize}{(Stride == 1 ? "" : $", stride {Stride}")}"
        + $"{(Padding == default ? "" : $", padding {Padding}")}{(Bias is null ? ", no bias" : "")})";

    /// <summary>Refuses an input that this layer cannot convolve, by the layer's name.</summary>
    internal void Check(Tensor input)
    {
        var shape = input.Shape;
        if (shape.Rank != 4 || shape[1] != InChannels)
            throw new ArgumentException($"{this}: input is {shape}, expected [*, {InChannels}, height, width]", nameof(input));
        if (shape[2] + (2L * Padding.Height) < KernelSize.Height || shape[3] + (2L * Padding.Width) < KernelSize.Width)
        {
            throw new ArgumentException(
                $"{this}: input is {shape}, its maps padded are {shape[2] + (2L * Padding.Height)}x{shape[3] + (2L * Padding.Width)}, "
                + $"expected at least the kernel's {KernelSize.Height}x{KernelSize.Width}",
                nameof(input));
        }
    }
}
