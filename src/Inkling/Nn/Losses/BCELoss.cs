using Inkling.Operations;

namespace Inkling.Nn;

/// <summary>
/// The binary cross-entropy of probabilities, -t ln(x) - (1 - t) ln(1 - x) with logarithms of at least -100, as <c>torch.nn.BCELoss</c>.
/// <see cref="BCEWithLogitsLoss"/> is more exact. Shapes: probabilities [...] and targets from 0 to 1 [...] to [], or [...] without
/// reduction.
/// </summary>
/// <param name="reduction">How to reduce the losses of the elements.</param>
public sealed class BCELoss(Reduction reduction = Reduction.Mean) : Loss
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor predictions, Tensor targets) =>
        Pointwise(predictions, targets, default(CrossEntropy), reduction, nameof(BCELoss));

    private readonly struct CrossEntropy : IPointwiseLoss
    {
        private const float MinLog = -100;
        private const float MinDenominator = 1e-12f;

        public float Loss(float x, float t) => ((t - 1) * Log(1 - x)) - (t * Log(x));

        public float InputGradient(float x, float t) => (x - t) / MathF.Max((1 - x) * x, MinDenominator);

        public float TargetGradient(float x, float t) => Log(1 - x) - Log(x);

        private static float Log(float value) => MathF.Max(MathF.Log(value), MinLog);
    }
}
