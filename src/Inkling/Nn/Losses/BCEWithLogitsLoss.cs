using Inkling.Operations;

namespace Inkling.Nn;

/// <summary>
/// Sigmoid and binary cross-entropy in one, max(x, 0) - x t + ln(1 + exp(-|x|)), as <c>torch.nn.BCEWithLogitsLoss</c>. Shapes: logits [...]
/// and targets from 0 to 1 [...] to [], or [...] without reduction.
/// </summary>
/// <param name="reduction">How to reduce the losses of the elements.</param>
/// <param name="positiveWeight">
/// The weight of positive targets (<c>pos_weight</c>), of a shape that broadcasts to [...]; all 1 when null.
/// </param>
public sealed class BCEWithLogitsLoss(Reduction reduction = Reduction.Mean, Tensor? positiveWeight = null) : Loss
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor predictions, Tensor targets)
    {
        if (positiveWeight is not { } weight)
            return Pointwise(predictions, targets, default(LogisticLoss), reduction, nameof(BCEWithLogitsLoss));
        if (predictions.Shape != targets.Shape)
            throw new ArgumentException(
                $"BCEWithLogitsLoss: predictions are {predictions.Shape} and targets {targets.Shape}, expected equal shapes");
        return reduction.Apply(
            ((1 - targets) * predictions) + ((1 + ((weight - 1) * targets)) * (-predictions).Softplus()));
    }

    private readonly struct LogisticLoss : IPointwiseLoss
    {
        public float Loss(float x, float t) => MathF.Max(x, 0) - (x * t) + float.LogP1(MathF.Exp(-MathF.Abs(x)));

        public float InputGradient(float x, float t) => (1 / (1 + MathF.Exp(-x))) - t;

        public float TargetGradient(float x, float t) => -x;
    }
}
