namespace Inkling.Nn;

/// <summary>
/// The smooth L1 loss (Girshick, "Fast R-CNN", ICCV 2015, equation 3), as <c>torch.nn.SmoothL1Loss</c>: the <see cref="HuberLoss"/> with
/// delta = beta, divided by beta. Shapes: [...] and [...] to [], or [...] without reduction.
/// </summary>
public sealed class SmoothL1Loss : Loss
{
    private readonly Huber _huber;
    private readonly Reduction _reduction;

    /// <summary>Creates a loss.</summary>
    /// <param name="reduction">How to reduce the losses of the elements.</param>
    /// <param name="beta">The largest difference that counts quadratically, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Beta is not above 0.</exception>
    public SmoothL1Loss(Reduction reduction = Reduction.Mean, float beta = 1)
    {
        if (!(beta > 0 && float.IsFinite(beta)))
            throw new ArgumentOutOfRangeException(nameof(beta), $"SmoothL1Loss: a beta of {beta} is not above 0");
        (_huber, _reduction) = (new Huber(beta, 1 / beta), reduction);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor predictions, Tensor targets) =>
        Pointwise(predictions, targets, _huber, _reduction, nameof(SmoothL1Loss));
}
