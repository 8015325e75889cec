namespace Inkling.Nn;

/// <summary>max(x, 0), element by element. Shapes: any to the same.</summary>
public sealed class ReLU : Module
{
    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => input.Relu();

    /// <summary>"ReLU()".</summary>
    public override string ToString() => "ReLU()";
}

/// <summary>1 / (1 + exp(-x)), element by element. Shapes: any to the same.</summary>
public sealed class Sigmoid : Module
{
    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => input.Sigmoid();

    /// <summary>"Sigmoid()".</summary>
    public override string ToString() => "Sigmoid()";
}
