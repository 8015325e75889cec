using Inkling.Operations;

namespace Inkling.Nn;

/// <summary>The mean absolute error, as <c>torch.nn.L1Loss</c>. Shapes: [...] and [...] to [], or [...] without reduction.</summary>
/// <param name="reduction">How to reduce the losses of the elements.</param>
public sealed class L1Loss(Reduction reduction = Reduction.Mean) : Loss
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor predictions, Tensor targets) =>
        Pointwise(predictions, targets, default(Absolute), reduction, nameof(L1Loss));

    private readonly struct Absolute : IPointwiseLoss
    {
        public float Loss(float x, float t) => MathF.Abs(x - t);

        public float InputGradient(float x, float t) => Slope(x - t);

        public float TargetGradient(float x, float t) => Slope(t - x);

        private static float Slope(float difference) => difference > 0 ? 1 : difference < 0 ? -1 : difference;
    }
}
