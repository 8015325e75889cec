using Inkling.Autograd;
using Inkling.Operations;

namespace Inkling.Nn;

/// <summary>
/// Batch normalisation: (x - mean) / sqrt(variance + epsilon) * weight + bias for each channel (Ioffe and Szegedy, ICML 2015, algorithm
/// 1). In training mean and variance are those of the batch, and running averages of them are kept; in evaluation they are the running
/// averages. The state is PyTorch's: weight, bias, running_mean, running_var, num_batches_tracked.
/// </summary>
public abstract class BatchNorm : Module
{
    private readonly Tensor _batches;

    /// <summary>A layer with weights of 1 and biases of 0.</summary>
    private protected BatchNorm(int channels, float epsilon, float momentum)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        if (!(epsilon >= 0 && momentum is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(epsilon), $"{GetType().Name}: an epsilon of {epsilon} and a momentum of {momentum}, expected 0 or more and 0 to 1");
        (Channels, Epsilon, Momentum) = (channels, epsilon, momentum);
        Weight = RegisterParameter("weight", Initialization.Constant(1, channels));
        Bias = RegisterParameter("bias", Initialization.Constant(0, channels));
        RunningMean = RegisterBuffer("running_mean", Initialization.Constant(0, channels));
        RunningVariance = RegisterBuffer("running_var", Initialization.Constant(1, channels));
        _batches = RegisterBuffer("num_batches_tracked", Tensor.Scalar(0));
    }

    /// <summary>Gets the number of channels.</summary>
    public int Channels { get; }

    /// <summary>Gets the number that is added to the variance.</summary>
    public float Epsilon { get; }

    /// <summary>Gets the weight of a batch's statistics in the running ones, 0 to 1.</summary>
    public float Momentum { get; }

    /// <summary>Gets the weights: [channels].</summary>
    public Tensor Weight { get; }

    /// <summary>Gets the biases: [channels].</summary>
    public Tensor Bias { get; }

    /// <summary>Gets the running mean: [channels].</summary>
    public Tensor RunningMean { get; }

    /// <summary>Gets the running average of the unbiased variances: [channels].</summary>
    public Tensor RunningVariance { get; }

    /// <summary>"BatchNorm2d(64)".</summary>
    public override string ToString() => $"{GetType().Name}({Channels})";

    /// <summary>
    /// Computes relu(norm(input) + residual) in one pass, as the last step of a residual block.
    /// </summary>
    /// <param name="input">[N, channels], [N, channels, L] or [N, channels, H, W]: the shape of the result too.</param>
    /// <param name="residual">What is added to the normalised input, of its shape; null for nothing.</param>
    /// <param name="relu">Whether negative sums become 0.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or in training there is one value per channel only.</exception>
    public Tensor Forward(Tensor input, Tensor? residual, bool relu)
    {
        if (!HasHooks)
            return Normalize(input, residual, relu);
        using var scope = new TensorScope(tracks: true);
        var output = Forward(input);
        if (residual is { } addend)
            output = output + addend;
        return scope.Return(relu ? output.Relu() : output);
    }

    /// <summary>relu(norm(convolution(input)) + residual): in evaluation without recording one pass, otherwise two.</summary>
    internal Tensor ForwardAfter(Conv2d convolution, Tensor input, Tensor? residual, bool relu)
    {
        if (Training || Graph.Recording || convolution.Bias is not null || HasHooks || convolution.HasHooks)
        {
            using var scope = new TensorScope(tracks: true);
            return scope.Return(Forward(convolution.Forward(input), residual, relu));
        }

        convolution.Check(input);
        return BatchNormOperation.ApplyToConvolution(
            input, convolution.WeightInMemory, convolution.Options, Weight, Bias, RunningMean, RunningVariance, Epsilon, residual, relu);
    }

    /// <summary>The layer itself, with the addition of a residual and the ReLU after both in the same pass.</summary>
    private protected Tensor Normalize(Tensor input, Tensor? residual, bool relu)
    {
        if (Training && input.Length == Channels)
        {
            throw new ArgumentException(
                $"{this}: input is {input.Shape}: one value per channel has no variance to train with, expected a larger batch or larger "
                + "feature maps",
                nameof(input));
        }

        if (input.Rank == 3)
            return SlidingWindow.ToSignals(Normalize(input.Unsqueeze(2), residual?.Unsqueeze(2), relu));
        var result =
            BatchNormOperation.Apply(input, Weight, Bias, RunningMean, RunningVariance, Training, Momentum, Epsilon, residual, relu);
        if (Training)
            _batches.Span[0]++;
        return result;
    }
}

/// <summary>Batch normalisation of vectors or signals. Shapes: [N, channels] or [N, channels, L] to the same.</summary>
/// <param name="channels">At least 1.</param>
/// <param name="epsilon">What is added to the variance: 0 or more.</param>
/// <param name="momentum">The weight of a batch's statistics in the running ones: 0 to 1.</param>
public sealed class BatchNorm1d(int channels, float epsilon = 1e-5f, float momentum = 0.1f) : BatchNorm(channels, epsilon, momentum)
{
    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// The input is not [N, channels] or [N, channels, L], or in training has one value per channel only.
    /// </exception>
    protected override Tensor ForwardCore(Tensor input) => input.Rank is 2 or 3 && input.Shape[1] == Channels
        ? Normalize(input, residual: null, relu: false)
        : throw new ArgumentException(
            $"{this}: input is {input.Shape}, expected [*, {Channels}] or [*, {Channels}, length]", nameof(input));
}

/// <summary>
/// Batch normalisation of feature maps: the statistics of a channel are over all images and pixels. Shapes: [N, channels, H, W] to the
/// same.
/// </summary>
/// <param name="channels">At least 1.</param>
/// <param name="epsilon">What is added to the variance: 0 or more.</param>
/// <param name="momentum">The weight of a batch's statistics in the running ones: 0 to 1.</param>
public sealed class BatchNorm2d(int channels, float epsilon = 1e-5f, float momentum = 0.1f) : BatchNorm(channels, epsilon, momentum)
{
    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [N, channels, H, W], or in training has one value per channel only.</exception>
    protected override Tensor ForwardCore(Tensor input) => input.Rank == 4 && input.Shape[1] == Channels
        ? Normalize(input, residual: null, relu: false)
        : throw new ArgumentException($"{this}: input is {input.Shape}, expected [*, {Channels}, height, width]", nameof(input));
}
