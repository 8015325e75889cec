using Inkling.Nn;

namespace Inkling.Models;

/// <summary>
/// The head that fastai's <c>vision_learner</c> puts on a network (<c>fastai.vision.learner.create_head</c>): maximum and mean of each
/// feature map, batch norm, dropout 0.25, Linear to 512, ReLU, batch norm, dropout 0.5, Linear; no linear layer has a bias. Shapes:
/// [N, features, H, W] to [N, classes].
/// </summary>
public sealed class FastaiHead : Module
{
    private const int HiddenUnits = 512;

    private readonly Sequential _layers;

    /// <summary>A head with PyTorch's initial weights.</summary>
    /// <param name="features">Input channels, at least 1.</param>
    /// <param name="classes">Logits, at least 1.</param>
    /// <param name="random">Source of the initial weights; <see cref="Randomness.Default"/> when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public FastaiHead(int features, int classes, RandomStream? random = null)
    {
        Classes = classes;
        _layers = Register("layers", new Sequential(
            new BatchNorm1d(2 * features),
            new Dropout(0.25f),
            new Linear(2 * features, HiddenUnits, bias: false, random),
            new ReLU(),
            new BatchNorm1d(HiddenUnits),
            new Dropout(0.5f),
            new Linear(HiddenUnits, classes, bias: false, random)));
    }

    /// <summary>Gets the number of logits.</summary>
    public int Classes { get; }

    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [N, features, H, W].</exception>
    protected override Tensor ForwardCore(Tensor input) => _layers.Forward(
        Tensor.Cat([input.AdaptiveMaxPool2d(1), input.AdaptiveAvgPool2d(1)], 1).Flatten(1));

    /// <summary>"FastaiHead(10)".</summary>
    public override string ToString() => $"FastaiHead({Classes})";
}
