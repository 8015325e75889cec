using Inkling.Data;
using Inkling.Nn;

namespace Inkling.Models;

/// <summary>
/// Logistic regression written without a layer: <c>x.MatMul(weights) + bias</c>, both initially from a normal distribution. The output is
/// the logit of the first of two classes, a 3 and not a 7. Shapes: [N, 1, 28, 28] to logits [N, 2].
/// </summary>
public sealed class ThreesSevensLinear : Module
{
    private readonly Tensor _weights, _bias;
    private readonly TwoClassLogits _logits;

    /// <summary>Weights and bias of mean 0 and standard deviation 1.</summary>
    /// <param name="inputs">Pixels of an image, at least 1.</param>
    /// <param name="random">Source of the initial weights; <see cref="Randomness.Default"/> when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no pixel.</exception>
    public ThreesSevensLinear(int inputs = MnistNormalizer.Size * MnistNormalizer.Size, RandomStream? random = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        _weights = RegisterParameter("weights", Initialization.Normal([inputs, 1], random));
        _bias = RegisterParameter("bias", Initialization.Normal([1], random));
        _logits = Register("logits", new TwoClassLogits());
    }

    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => _logits.Forward(input.Reshape(input.Shape[0], -1).MatMul(_weights) + _bias);

    /// <summary>"ThreesSevensLinear(784)".</summary>
    public override string ToString() => $"ThreesSevensLinear({_weights.Shape[0]})";
}
