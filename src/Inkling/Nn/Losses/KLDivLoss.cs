using Inkling.Operations;

namespace Inkling.Nn;

/// <summary>
/// The Kullback-Leibler divergence t (ln(t) - x) of log probabilities x from probabilities t, 0 where t is 0, as
/// <c>torch.nn.KLDivLoss</c>; <see cref="Reduction.BatchMean"/> is that of its definition. Shapes: [...] and [...] to [], or [...] without
/// reduction.
/// </summary>
/// <param name="reduction">How to reduce the losses of the elements.</param>
public sealed class KLDivLoss(Reduction reduction = Reduction.Mean) : Loss
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor predictions, Tensor targets) =>
        Pointwise(predictions, targets, default(Divergence), reduction, nameof(KLDivLoss));

    private readonly struct Divergence : IPointwiseLoss
    {
        public float Loss(float x, float t) => t > 0 ? t * (MathF.Log(t) - x) : 0;

        public float InputGradient(float x, float t) => t > 0 ? -t : 0;

        public float TargetGradient(float x, float t) => t > 0 ? MathF.Log(t) + 1 - x : 0;
    }
}
