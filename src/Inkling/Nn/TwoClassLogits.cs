namespace Inkling.Nn;

/// <summary>
/// The one number z of a network for two classes as logits for both, z for the first and 0 for the second: their softmax is sigmoid(z) and
/// 1 - sigmoid(z), so that whatever works with logits works with such a network. Shapes: [N, 1] to [N, 2].
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
