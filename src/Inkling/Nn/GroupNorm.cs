namespace Inkling.Nn;

/// <summary>
/// Group normalisation: (x - mean) / sqrt(variance + epsilon) weight + bias, with the mean and variance of each item and group of channels
/// and the weight and bias of the channel (Wu and He, ECCV 2018, section 3.1), as <c>torch.nn.GroupNorm</c>. Shapes: [N, C, ...] to the
/// same.
/// </summary>
public sealed class GroupNorm : Module
{
    /// <summary>Creates a layer with weights of 1 and biases of 0.</summary>
    /// <param name="groups">The number of groups, at least 1.</param>
    /// <param name="channels">The number of channels, a multiple of the groups.</param>
    /// <param name="epsilon">What is added to the variance, 0 or more.</param>
    /// <param name="affine">Whether to multiply by a weight and add a bias.</param>
    /// <exception cref="ArgumentException">The channels are not a multiple of the groups.</exception>
    public GroupNorm(int groups, int channels, float epsilon = 1e-5f, bool affine = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        if (channels % groups != 0)
            throw new ArgumentException(
                $"GroupNorm: {channels} channels in {groups} groups, expected a multiple of the groups", nameof(channels));
        (Groups, Channels, Epsilon) = (groups, channels, epsilon);
        if (!affine)
            return;
        Weight = RegisterParameter("weight", Initialization.Constant(1, channels));
        Bias = RegisterParameter("bias", Initialization.Constant(0, channels));
    }

    /// <summary>Gets the number of groups.</summary>
    public int Groups { get; }

    /// <summary>Gets the number of channels.</summary>
    public int Channels { get; }

    /// <summary>Gets what is added to the variance.</summary>
    public float Epsilon { get; }

    /// <summary>Gets the weights, [C], or null where there are none.</summary>
    public Tensor? Weight { get; }

    /// <summary>Gets the biases, [C], or null where there are none.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [N, C, ...].</exception>
    protected override Tensor ForwardCore(Tensor input) => input.Rank >= 2 && input.Shape[1] == Channels
        ? input.GroupNorm(Groups, Weight, Bias, Epsilon)
        : throw new ArgumentException($"{this}: input is {input.Shape}, expected [*, {Channels}, ...]", nameof(input));

    /// <summary>"GroupNorm(8, 32)".</summary>
    public override string ToString() => $"GroupNorm({Groups}, {Channels})";
}
