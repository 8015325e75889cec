using Inkling.Operations;

namespace Inkling.Nn;

/// <summary>The mean squared error, as <c>torch.nn.MSELoss</c>. Shapes: [...] and [...] to [], or [...] without reduction.</summary>
/// <param name="reduction">How to reduce the losses of the elements.</param>
public sealed class MSELoss(Reduction reduction = Reduction.Mean) : Loss
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor predictions, Tensor targets) => reduction == Reduction.Mean
        ? predictions.MeanSquaredError(targets)
        : Pointwise(predictions, targets, default(Square), reduction, nameof(MSELoss));

    private readonly struct Square : IPointwiseLoss
    {
        public float Loss(float x, float t) => (x - t) * (x - t);

        public float InputGradient(float x, float t) => 2 * (x - t);

        public float TargetGradient(float x, float t) => 2 * (t - x);
    }
}
