namespace Inkling.Nn;

/// <summary>
/// The exponential linear unit: x where it is positive, else alpha (exp(x) - 1), element by element (Clevert et al., ICLR 2016). Shapes:
/// [...] to [...].
/// </summary>
/// <param name="alpha">The factor.</param>
public sealed class ELU(float alpha = 1) : Module
{
    /// <summary>Gets the factor.</summary>
    public float Alpha => alpha;

    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => input.Elu(alpha);

    /// <summary>"ELU(1)".</summary>
    public override string ToString() => $"ELU({alpha})";
}
