using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling.Nn;

/// <summary>
/// Takes the mean and the spread of a batch out of each channel and gives it learned ones instead (Ioffe and Szegedy, ICML 2015). In
/// training the statistics are the
/// batch's own and running averages of them are kept; evaluation uses the averages. The state is PyTorch's: weight, bias, running_mean,
/// running_var, num_batches_tracked.
/// </summary>
public abstract class BatchNorm : Module
{
    private readonly Tensor _batches;

    /// <summary>A layer that starts with weights of 1 and biases of 0.</summary>
    private protected BatchNorm(int channels, float epsilon, float momentum)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        if (!(epsilon >= 0 && momentum is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(epsilon), $"{GetType().Name}: an epsilon of {epsilon} and a momentum of {momentum}, expected 0 or more and 0 to 1");
        (Channels, Epsilon, Momentum) = (channels, epsilon, momentum);
        Weight = RegisterParameter("weight", Tensor.Ones(channels));
        Bias = RegisterParameter("bias", Tensor.Zeros(channels));
        RunningMean = RegisterBuffer("running_mean", Tensor.Zeros(channels));
        RunningVariance = RegisterBuffer("running_var", Tensor.Ones(channels));
        _batches = RegisterBuffer("num_batches_tracked", Tensor.Scalar(0));
    }

    /// <summary>Channels in and out.</summary>
    public int Channels { get; }

    /// <summary>What is added to the variance.</summary>
    public float Epsilon { get; }

    /// <summary>How far the running statistics move towards a batch's.</summary>
    public float Momentum { get; }

    /// <summary>[channels].</summary>
    public Tensor Weight { get; }

    /// <summary>[channels].</summary>
    public Tensor Bias { get; }

    /// <summary>[channels].</summary>
    public Tensor RunningMean { get; }

    /// <summary>[channels], of the unbiased variances.</summary>
    public Tensor RunningVariance { get; }

    /// <summary>"BatchNorm2d(64)".</summary>
    public override string ToString() => $"{GetType().Name}({Channels})";

    /// <summary>
    /// A convolution, this layer, the addition of a residual and a ReLU: in evaluation without recording one pass, otherwise two, with the
    /// same numbers.
    /// </summary>
    internal Tensor Forward(Conv2d convolution, Tensor input, Tensor? residual, bool relu)
    {
        if (Training || Graph.Recording || convolution.Bias is not null)
        {
            var maps = convolution.Forward(input);
            var normal = Forward(maps, residual, relu);
            maps.Release();
            return normal;
        }

        convolution.Check(input);
        using var coefficients = Scratch.Of(2 * Channels);
        var scale = coefficients.Floats[..Channels];
        var shift = coefficients.Floats[Channels..];
        RunningMean.Span.CopyTo(shift);
        RunningVariance.Span.CopyTo(scale);
        BatchNormOperation.Coefficients(Weight.Span, Bias.Span, shift, scale, Epsilon, scale, shift);
        return Conv2dOperation.WithEpilogue(
            input, convolution.WeightInMemory, convolution.Stride, convolution.Padding, scale, shift, residual, relu);
    }

    /// <summary>The layer, the addition of a residual and the ReLU after both in one pass, as a residual block ends.</summary>
    internal Tensor Forward(Tensor input, Tensor? residual, bool relu)
    {
        if (Training && input.Length == Channels)
        {
            throw new ArgumentException(
                $"{this}: input is {input.Shape}: one value per channel has no variance to train with, expected a larger batch or larger maps", nameof(input));
        }

        var result =
            BatchNormOperation.Apply(input, Weight, Bias, RunningMean, RunningVariance, Training, Momentum, Epsilon, residual, relu);
        if (Training)
            _batches.Span[0]++;
        return result;
    }
}

/// <summary>Batch normalisation of vectors. Shapes: [N, channels] to the same.</summary>
/// <param name="channels">At least 1.</param>
/// <param name="epsilon">What is added to the variance: 0 or more.</param>
/// <param name="momentum">How far the running statistics move towards a batch's: 0 to 1.</param>
public sealed class BatchNorm1d(int channels, float epsilon = 1e-5f, float momentum = 0.1f) : BatchNorm(channels, epsilon, momentum)
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [N, channels], or in training has one row only.</exception>
    protected override Tensor ForwardCore(Tensor input) => input.Rank == 2 && input.Shape[1] == Channels
        ? Forward(input, residual: null, relu: false)
        : throw new ArgumentException($"{this}: input is {input.Shape}, expected [*, {Channels}]", nameof(input));
}

/// <summary>
/// Batch normalisation of maps: the statistics of a channel are over all images and pixels. Shapes: [N, channels, H, W] to the same.
/// </summary>
/// <param name="channels">At least 1.</param>
/// <param name="epsilon">What is added to the variance: 0 or more.</param>
/// <param name="momentum">How far the running statistics move towards a batch's: 0 to 1.</param>
public sealed class BatchNorm2d(int channels, float epsilon = 1e-5f, float momentum = 0.1f) : BatchNorm(channels, epsilon, momentum)
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [N, channels, H, W], or in training has one value per channel only.</exception>
    protected override Tensor ForwardCore(Tensor input) => input.Rank == 4 && input.Shape[1] == Channels
        ? Forward(input, residual: null, relu: false)
        : throw new ArgumentException($"{this}: input is {input.Shape}, expected [*, {Channels}, height, width]", nameof(input));
}
