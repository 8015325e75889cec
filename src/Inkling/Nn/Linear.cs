namespace Inkling.Nn;

/// <summary>A fully connected layer: each output is a weighted sum of all inputs, plus a bias. Shapes: [N, in] to [N, out].</summary>
/// <remarks>
/// The weight lies in memory as [in, out], so that the products forward and backward both read it row by row; <see cref="Weight"/> and
/// <see cref="Module.StateDictionary"/> show PyTorch's [out, in].
/// </remarks>
public sealed class Linear : Module
{
    /// <summary>A layer with PyTorch's starting values: weights and biases uniform within 1 / sqrt(in) of zero.</summary>
    /// <param name="inFeatures">Numbers in, at least 1.</param>
    /// <param name="outFeatures">Numbers out, at least 1.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="random">Where the starting values come from; <see cref="Randomness.Default"/> when null.</param>
    public Linear(int inFeatures, int outFeatures, bool bias = true, RandomStream? random = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inFeatures);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outFeatures);
        (InFeatures, OutFeatures) = (inFeatures, outFeatures);
        WeightInOut = RegisterParameter("weight", Initialization.KaimingUniform([inFeatures, outFeatures], inFeatures, random), 1, 0);
        if (bias)
            Bias = RegisterParameter("bias", Initialization.KaimingUniform([outFeatures], inFeatures, random));
    }

    /// <summary>Numbers in.</summary>
    public int InFeatures { get; }

    /// <summary>Numbers out.</summary>
    public int OutFeatures { get; }

    /// <summary>The parameter itself: [in, out].</summary>
    public Tensor WeightInOut { get; }

    /// <summary>The weight as PyTorch shows it: [out, in], a copy through which gradients flow.</summary>
    public Tensor Weight => WeightInOut.Transpose();

    /// <summary>[out], or null where there is none.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [..., in].</exception>
    protected override Tensor ForwardCore(Tensor input) => input.Rank > 0 && input.Shape[-1] == InFeatures
        ? input.Linear(WeightInOut, Bias)
        : throw new ArgumentException($"{this}: input is {input.Shape}, expected [..., {InFeatures}]", nameof(input));

    /// <summary>"Linear(784, 128)".</summary>
    public override string ToString() => $"Linear({InFeatures}, {OutFeatures}{(Bias is null ? ", no bias" : "")})";
}
