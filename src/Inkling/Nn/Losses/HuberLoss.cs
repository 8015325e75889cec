using Inkling.Operations;

namespace Inkling.Nn;

/// <summary>
/// The Huber loss (Huber, Annals of Mathematical Statistics 35, 1964), as <c>torch.nn.HuberLoss</c>: d²/2 for differences d of at most
/// delta, else delta (|d| - delta / 2). Shapes: [...] and [...] to [], or [...] without reduction.
/// </summary>
public sealed class HuberLoss : Loss
{
    private readonly Huber _huber;
    private readonly Reduction _reduction;

    /// <summary>Creates a loss.</summary>
    /// <param name="reduction">How to reduce the losses of the elements.</param>
    /// <param name="delta">The largest difference that counts quadratically, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Delta is not above 0.</exception>
    public HuberLoss(Reduction reduction = Reduction.Mean, float delta = 1)
    {
        if (!(delta > 0 && float.IsFinite(delta)))
            throw new ArgumentOutOfRangeException(nameof(delta), $"HuberLoss: a delta of {delta} is not above 0");
        (_huber, _reduction) = (new Huber(delta, 1), reduction);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor predictions, Tensor targets) =>
        Pointwise(predictions, targets, _huber, _reduction, nameof(HuberLoss));
}

/// <summary>The Huber loss of one element, multiplied by a scale.</summary>
internal readonly struct Huber(float delta, float scale) : IPointwiseLoss
{
    public float Loss(float x, float t)
    {
        var distance = MathF.Abs(x - t);
        return scale * (distance <= delta ? 0.5f * distance * distance : delta * (distance - (0.5f * delta)));
    }

    public float InputGradient(float x, float t) => scale * Math.Clamp(x - t, -delta, delta);

    public float TargetGradient(float x, float t) => -InputGradient(x, t);
}
