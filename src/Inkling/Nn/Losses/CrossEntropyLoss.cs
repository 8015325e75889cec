namespace Inkling.Nn;

/// <summary>
/// Softmax and negative log likelihood in one, as <c>torch.nn.CrossEntropyLoss</c>. Shapes: logits [N, classes] and class indices [N] to
/// [], or [N] without reduction.
/// </summary>
/// <param name="labelSmoothing">The fraction of the target that is spread over all classes, 0 to 1 (Szegedy et al., CVPR 2016, section
/// 7).</param>
/// <param name="reduction">How to reduce the losses of the items.</param>
public sealed class CrossEntropyLoss(float labelSmoothing = 0, Reduction reduction = Reduction.Mean) : Loss
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor predictions, Tensor targets)
    {
        if (reduction == Reduction.Mean)
            return predictions.CrossEntropy(targets, labelSmoothing);
        var logs = predictions.LogSoftmax();
        return reduction.Apply(NLLLoss.Negative(logs, targets) * (1 - labelSmoothing) - logs.Mean(1) * labelSmoothing);
    }
}
