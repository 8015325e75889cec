namespace Inkling.Nn;

/// <summary>
/// The sigmoid linear unit x / (1 + exp(-x)), element by element (Elfwing et al., Neural Networks 107, 2018). Shapes: [...] to [...].
/// </summary>
public sealed class SiLU : Module
{
    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => input.Silu();

    /// <summary>"SiLU()".</summary>
    public override string ToString() => "SiLU()";
}
