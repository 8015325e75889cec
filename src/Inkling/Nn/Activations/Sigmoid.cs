namespace Inkling.Nn;

/// <summary>The logistic function 1 / (1 + exp(-x)), element by element. Shapes: [...] to [...].</summary>
public sealed class Sigmoid : Module
{
    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    internal override bool IsSingleOperation => true;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => input.Sigmoid();

    /// <summary>"Sigmoid()".</summary>
    public override string ToString() => "Sigmoid()";
}
