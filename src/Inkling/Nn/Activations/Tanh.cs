namespace Inkling.Nn;

/// <summary>The hyperbolic tangent, element by element. Shapes: [...] to [...].</summary>
public sealed class Tanh : Module
{
    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => input.Tanh();

    /// <summary>"Tanh()".</summary>
    public override string ToString() => "Tanh()";
}
