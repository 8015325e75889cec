namespace Inkling.Nn;

/// <summary>
/// In training, sets each element to 0 with a given probability p and multiplies the others by 1 / (1 - p); in evaluation, returns its
/// input (Srivastava et al., JMLR 15, 2014). Shapes: [...] to [...].
/// </summary>
public sealed class Dropout : Module
{
    private readonly RandomStream? _random;

    /// <summary>Creates a layer.</summary>
    /// <param name="probability">The probability of an element to be dropped, in [0, 1).</param>
    /// <param name="random">The random stream; <see cref="Randomness.Default"/> when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1).</exception>
    public Dropout(float probability = 0.5f, RandomStream? random = null)
    {
        if (!(probability is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(probability), $"Dropout: a probability of {probability} is not in [0, 1)");
        (Probability, _random) = (probability, random);
    }

    /// <summary>Gets the probability of an element to be dropped.</summary>
    public float Probability { get; }

    /// <inheritdoc/>
    protected override RandomStream? OwnRandomStream => _random;

    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input)
    {
        if (!Training || Probability == 0)
            return input;
        var random = _random ?? Randomness.Default;
        var mask = Tensor.Empty(input.Shape);
        foreach (ref var factor in mask.Span)
            factor = random.NextSingle() < Probability ? 0 : 1 / (1 - Probability);
        var result = input * mask;
        mask.Release();
        return result;
    }

    /// <summary>"Dropout(0.5)".</summary>
    public override string ToString() => FormattableString.Invariant($"Dropout({Probability})");
}
