namespace Inkling.Nn;

/// <summary>
/// The negative log likelihood, as <c>torch.nn.NLLLoss</c>. Shapes: log probabilities [N, classes] and class indices [N] to [], or [N]
/// without reduction.
/// </summary>
/// <param name="reduction">How to reduce the losses of the items.</param>
public sealed class NLLLoss(Reduction reduction = Reduction.Mean) : Loss
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor predictions, Tensor targets) => reduction == Reduction.Mean
        ? predictions.NegativeLogLikelihood(targets)
        : reduction.Apply(Negative(predictions, targets));

    /// <summary>[N, classes] and [N] to [N].</summary>
    internal static Tensor Negative(Tensor logs, Tensor targets)
    {
        ClassLabels.Check(logs.Shape, targets, nameof(NLLLoss));
        return -logs.Gather(1, targets.Unsqueeze(1)).Squeeze(1);
    }
}
