namespace Inkling.Nn;

/// <summary>
/// Turns the single output z of a model for two classes into logits of both, z and 0, whose softmax is sigmoid(z) and 1 - sigmoid(z).
/// Shapes: [N, 1] to [N, 2].
/// </summary>
public sealed class TwoClassLogits : Module
{
    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [N, 1].</exception>
    protected override Tensor ForwardCore(Tensor input)
    {
        if (input.Rank != 2 || input.Shape[1] != 1)
            throw new ArgumentException($"{this}: input is {input.Shape}, expected [*, 1]", nameof(input));
        var second = Tensor.Full(input.Shape, 0);
        var result = Tensor.Cat([input, second], 1);
        second.Release();
        return result;
    }

    /// <summary>"TwoClassLogits()".</summary>
    public override string ToString() => "TwoClassLogits()";
}
