namespace Inkling.Nn;

/// <summary>Flattens all dimensions but the first. Shapes: [N, ...] to [N, product of the others].</summary>
public sealed class Flatten : Module
{
    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    internal override bool IsSingleOperation => true;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => input.Rank == 2 ? input : input.Flatten(1);

    /// <summary>"Flatten()".</summary>
    public override string ToString() => "Flatten()";
}
