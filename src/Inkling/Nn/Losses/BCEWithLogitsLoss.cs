using Inkling.Operations;

namespace Inkling.Nn;

/// <summary>
/// Sigmoid and binary cross-entropy in one, max(x, 0) - x t + ln(1 + exp(-|x|)), as <c>torch.nn.BCEWithLogitsLoss</c>. Shapes: logits [...]
/// and targets from 0 to 1 [...] to [], or [...] without reduction.
/// </summary>
/// <param name="reduction">How to reduce the losses of the elements.</param>
public sealed class BCEWithLogitsLoss(Reduction reduction = Reduction.Mean) : Loss
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor predictions, Tensor targets) =>
        Pointwise(predictions, targets, default(LogisticLoss), reduction, nameof(BCEWithLogitsLoss));

    private readonly struct LogisticLoss : IPointwiseLoss
    {
        public float Loss(float x, float t) => MathF.Max(x, 0) - (x * t) + float.LogP1(MathF.Exp(-MathF.Abs(x)));

        public float InputGradient(float x, float t) => (1 / (1 + MathF.Exp(-x))) - t;

        public float TargetGradient(float x, float t) => -x;
    }
}
