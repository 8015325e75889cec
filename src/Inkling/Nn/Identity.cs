namespace Inkling.Nn;

/// <summary>Returns its input, as a placeholder for another module. Shapes: [...] to [...].</summary>
public sealed class Identity : Module
{
    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => input;

    /// <summary>"Identity()".</summary>
    public override string ToString() => "Identity()";
}
