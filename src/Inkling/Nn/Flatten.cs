namespace Inkling.Nn;

/// <summary>Each item as one row of numbers: [N, 28, 28] to [N, 784].</summary>
public sealed class Flatten : Module
{
    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => input.Rank == 2 ? input : input.Flatten(1);

    /// <summary>"Flatten()".</summary>
    public override string ToString() => "Flatten()";
}
