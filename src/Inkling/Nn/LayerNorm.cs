namespace Inkling.Nn;

/// <summary>
/// Layer normalisation over the last dimensions of each item: (x - mean) / sqrt(variance + epsilon) weight + bias (Ba et al.,
/// arXiv:1607.06450, equation 3), as <c>torch.nn.LayerNorm</c>. Shapes: [..., normalizedShape] to the same.
/// </summary>
public sealed class LayerNorm : Module
{
    private readonly int[] _normalizedShape;

    /// <summary>Creates a layer over the last dimension, with weights of 1 and biases of 0.</summary>
    /// <param name="normalizedShape">The size of the last dimension, at least 1.</param>
    /// <param name="epsilon">What is added to the variance, 0 or more.</param>
    /// <param name="affine">Whether to multiply by a weight and add a bias.</param>
    public LayerNorm(int normalizedShape, float epsilon = 1e-5f, bool affine = true)
        : this([normalizedShape], epsilon, affine)
    {
    }

    /// <summary>Creates a layer over the last dimensions, with weights of 1 and biases of 0.</summary>
    /// <param name="normalizedShape">The sizes of the last dimensions, each at least 1.</param>
    /// <param name="epsilon">What is added to the variance, 0 or more.</param>
    /// <param name="affine">Whether to multiply by a weight and add a bias.</param>
    public LayerNorm(ReadOnlySpan<int> normalizedShape, float epsilon = 1e-5f, bool affine = true)
    {
        foreach (var size in normalizedShape)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size, nameof(normalizedShape));
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        (_normalizedShape, Epsilon) = (normalizedShape.ToArray(), epsilon);
        if (!affine)
            return;
        Weight = RegisterParameter("weight", Initialization.Constant(1, normalizedShape));
        Bias = RegisterParameter("bias", Initialization.Constant(0, normalizedShape));
    }

    /// <summary>Gets what is added to the variance.</summary>
    public float Epsilon { get; }

    /// <summary>Gets the weights, [normalizedShape], or null where there are none.</summary>
    public Tensor? Weight { get; }

    /// <summary>Gets the biases, [normalizedShape], or null where there are none.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The last dimensions of the input have other sizes.</exception>
    protected override Tensor ForwardCore(Tensor input) => input.LayerNorm(_normalizedShape, Weight, Bias, Epsilon);

    /// <summary>"LayerNorm(64)".</summary>
    public override string ToString() => $"LayerNorm({string.Join(", ", _normalizedShape)})";
}
