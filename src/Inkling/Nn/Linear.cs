namespace Inkling.Nn;

/// <summary>A fully connected layer, y = x Wᵀ + b, as <c>torch.nn.Linear</c>. Shapes: [..., in] to [..., out].</summary>
/// <remarks>
/// The weight is stored as [in, out], so that the products of the forward and the backward pass both read it row by row;
/// <see cref="Weight"/> and <see cref="Module.StateDictionary"/> have PyTorch's [out, in].
/// </remarks>
public sealed class Linear : Module
{
    /// <summary>Creates a layer with PyTorch's initial values: weights and biases uniform within 1 / sqrt(in) of 0.</summary>
    /// <param name="inFeatures">The number of inputs, at least 1.</param>
    /// <param name="outFeatures">The number of outputs, at least 1.</param>
    /// <param name="bias">Whether to add a bias.</param>
    /// <param name="random">The random stream of the initial values; <see cref="Randomness.Default"/> when null.</param>
    public Linear(int inFeatures, int outFeatures, bool bias = true, RandomStream? random = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inFeatures);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outFeatures);
        (InFeatures, OutFeatures) = (inFeatures, outFeatures);
        WeightInOut = RegisterParameter("weight", Initialization.KaimingUniform([inFeatures, outFeatures], inFeatures, random), 1, 0);
        if (bias)
            Bias = RegisterParameter("bias", Initialization.KaimingUniform([outFeatures], inFeatures, random));
    }

    /// <summary>Gets the number of inputs.</summary>
    public int InFeatures { get; }

    /// <summary>Gets the number of outputs.</summary>
    public int OutFeatures { get; }

    /// <summary>Gets the parameter, [in, out].</summary>
    public Tensor WeightInOut { get; }

    /// <summary>
    /// Gets or sets the weight in PyTorch's layout, [out, in]: a copy through which gradients flow; setting copies the values.
    /// </summary>
    /// <exception cref="ArgumentException">The shape of a value set is not [out, in].</exception>
    public Tensor Weight
    {
        get => WeightInOut.Transpose();
        set => SetParameter("weight", value);
    }

    /// <summary>Gets the bias, [out], or null where there is none.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    internal override bool IsSingleOperation => true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [..., in].</exception>
    protected override Tensor ForwardCore(Tensor input) => input.Rank > 0 && input.Shape[-1] == InFeatures
        ? input.Linear(WeightInOut, Bias)
        : throw new ArgumentException($"{this}: input is {input.Shape}, expected [..., {InFeatures}]", nameof(input));

    /// <summary>"Linear(784, 128)".</summary>
    public override string ToString() => $"Linear({InFeatures}, {OutFeatures}{(Bias is null ? ", no bias" : "")})";
}
