namespace Inkling.Nn;

/// <summary>
/// The leaky rectified linear unit: x where it is positive, else x times a slope, element by element (Maas et al., ICML 2013). Shapes:
/// [...] to [...].
/// </summary>
/// <param name="negativeSlope">The slope.</param>
public sealed class LeakyReLU(float negativeSlope = 0.01f) : Module
{
    /// <summary>Gets the slope.</summary>
    public float NegativeSlope => negativeSlope;

    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => input.LeakyRelu(negativeSlope);

    /// <summary>"LeakyReLU(0.01)".</summary>
    public override string ToString() => $"LeakyReLU({negativeSlope})";
}
