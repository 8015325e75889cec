namespace Inkling.Nn;

/// <summary>The rectified linear unit max(x, 0), element by element (Nair and Hinton, ICML 2010). Shapes: [...] to [...].</summary>
public sealed class ReLU : Module
{
    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    internal override bool IsSingleOperation => true;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => input.Relu();

    /// <summary>"ReLU()".</summary>
    public override string ToString() => "ReLU()";
}
