using Inkling.Nn;

namespace Inkling.Models;

/// <summary>
/// The end that fastai's <c>vision_learner</c> puts on a network: the largest value and the mean of each map, batch norm, dropout 0.25, a
/// linear layer of 512, ReLU, batch norm,
/// dropout 0.5 and the last linear layer; no linear layer has a bias (<c>fastai.vision.learner.create_head</c>). Shapes: [N, features, H,
/// W] to [N, classes].
/// </summary>
public sealed class FastaiHead : Module
{
    private const int Hidden = 512;

    private readonly Sequential _layers;

    /// <summary>A head with PyTorch's starting values.</summary>
    /// <param name="features">Maps in, at least 1.</param>
    /// <param name="classes">Logits out, at least 1.</param>
    /// <param name="random">Where starting values come from; <see cref="Randomness.Default"/> when null.</param>
    public FastaiHead(int features, int classes, RandomStream? random = null)
    {
        Classes = classes;
        _layers = Register("layers", new Sequential(
            new BatchNorm1d(2 * features),
            new Dropout(0.25f),
            new Linear(2 * features, Hidden, bias: false, random),
            new ReLU(),
            new BatchNorm1d(Hidden),
            new Dropout(0.5f),
            new Linear(Hidden, classes, bias: false, random)));
    }

    /// <summary>Logits out.</summary>
    public int Classes { get; }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input)
    {
        var (largest, mean) = (input.AdaptiveMaxPool2d(1), input.AdaptiveAvgPool2d(1));
        var both = Tensor.Cat([largest, mean], 1);
        var rows = both.Flatten(1);
        largest.Release();
        mean.Release();
        both.Release();
        var result = _layers.Forward(rows);
        rows.Release();
        return result;
    }

    /// <summary>"FastaiHead(10)".</summary>
    public override string ToString() => $"FastaiHead({Classes})";
}
