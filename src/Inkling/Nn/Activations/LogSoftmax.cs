namespace Inkling.Nn;

/// <summary>The logarithm of the softmax along a dimension. Shapes: [...] to [...].</summary>
/// <param name="dim">The dimension; negative ones count from the last.</param>
public sealed class LogSoftmax(int dim = -1) : Module
{
    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    protected override Tensor ForwardCore(Tensor input) => input.LogSoftmax(dim);

    /// <summary>"LogSoftmax(-1)".</summary>
    public override string ToString() => $"LogSoftmax({dim})";
}
