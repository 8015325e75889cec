using Inkling.Operations;

namespace Inkling.Nn;

/// <summary>
/// A convolution of signals. Shapes: [N, in, L] to [N, out, OL], with OL = (L + 2 padding - dilation (K - 1) - 1) / stride + 1 rounded
/// down.
/// </summary>
/// <remarks>
/// The weight lies in memory as [K, in / groups, out]; <see cref="Weight"/> and <see cref="Module.StateDictionary"/> show PyTorch's
/// [out, in / groups, K].
/// </remarks>
public sealed class Conv1d : Module
{
    /// <summary>Creates a layer with PyTorch's initial values: weights and biases uniform within 1 / sqrt(in / groups K) of zero.</summary>
    /// <param name="inChannels">Channels of the input, at least 1.</param>
    /// <param name="outChannels">Channels of the output, at least 1.</param>
    /// <param name="kernelSize">The length of the kernels, at least 1.</param>
    /// <param name="stride">The step of the kernel, at least 1.</param>
    /// <param name="padding">Zeros at each end of a signal, 0 or more.</param>
    /// <param name="dilation">The distance of the kernel's elements, at least 1.</param>
    /// <param name="groups">The number of groups, which divides both numbers of channels; see <see cref="Tensor.Conv2d"/>.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="random">The source of the initial values; <see cref="Randomness.Default"/> when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of its range.</exception>
    public Conv1d(
        int inChannels, int outChannels, int kernelSize, int stride = 1, int padding = 0, int dilation = 1, int groups = 1,
        bool bias = true, RandomStream? random = null)
    {
        ConvolutionLayer.Check(
            "Conv1d", inChannels, outChannels, (1, kernelSize), new ConvolutionOptions((1, stride), (0, padding), (1, dilation), groups));
        (InChannels, OutChannels, KernelSize) = (inChannels, outChannels, kernelSize);
        (Stride, Padding, Dilation, Groups) = (stride, padding, dilation, groups);
        var fanIn = checked(inChannels / groups * kernelSize);
        WeightInMemory = RegisterParameter(
            "weight", Initialization.KaimingUniform([kernelSize, inChannels / groups, outChannels], fanIn, random), 2, 1, 0);
        if (bias)
            Bias = RegisterParameter("bias", Initialization.KaimingUniform([outChannels], fanIn, random));
    }

    /// <summary>Gets the number of channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>Gets the number of channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>Gets the length of the kernels.</summary>
    public int KernelSize { get; }

    /// <summary>Gets the step of the kernel.</summary>
    public int Stride { get; }

    /// <summary>Gets the zeros at each end of a signal.</summary>
    public int Padding { get; }

    /// <summary>Gets the distance of the kernel's elements.</summary>
    public int Dilation { get; }

    /// <summary>Gets the number of groups.</summary>
    public int Groups { get; }

    /// <summary>Gets the parameter itself: [K, in / groups, out].</summary>
    public Tensor WeightInMemory { get; }

    /// <summary>
    /// Gets or sets the weight in PyTorch's order, [out, in / groups, K]: a copy through which gradients flow; setting copies the values.
    /// </summary>
    /// <exception cref="ArgumentException">The shape of a value set is not [out, in / groups, K].</exception>
    public Tensor Weight
    {
        get => WeightInMemory.Permute(2, 1, 0);
        set => SetParameter("weight", value);
    }

    /// <summary>Gets the bias, [out], or null where there is none.</summary>
    public Tensor? Bias { get; }

    /// <summary>"Conv1d(16, 32, kernel 3, padding 1)".</summary>
    public override string ToString() =>
        $"Conv1d({InChannels}, {OutChannels}, kernel {KernelSize}"
        + $"{new ConvolutionOptions(Stride, Padding, Dilation, Groups).Description}{(Bias is null ? ", no bias" : "")})";

    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [N, in, L], or shorter than the kernel when padded.</exception>
    protected override Tensor ForwardCore(Tensor input) => input.Rank == 3 && input.Shape[1] == InChannels
        ? input.Conv1d(WeightInMemory, Bias, Stride, Padding, Dilation, Groups)
        : throw new ArgumentException($"{this}: input is {input.Shape}, expected [*, {InChannels}, length]", nameof(input));
}
