namespace Inkling.Nn;

/// <summary>exp(x) / sum of exp(x) along a dimension. Shapes: [...] to [...].</summary>
/// <param name="dim">The dimension; negative ones count from the last.</param>
public sealed class Softmax(int dim = -1) : Module
{
    /// <summary>Gets the dimension; negative ones count from the last.</summary>
    public int Dim => dim;

    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    protected override Tensor ForwardCore(Tensor input) => input.Softmax(dim);

    /// <summary>"Softmax(-1)".</summary>
    public override string ToString() => $"Softmax({dim})";
}
