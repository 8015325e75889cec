namespace Inkling.Nn;

/// <summary>
/// Softmax and negative log likelihood in one, as <c>torch.nn.CrossEntropyLoss</c>. Shapes: logits [N, classes], and class indices [N] or
/// probabilities of the classes [N, classes], to [], or [N] without reduction.
/// </summary>
/// <param name="labelSmoothing">The fraction of the target that is spread over all classes, 0 to 1 (Szegedy et al., CVPR 2016, section
/// 7).</param>
/// <param name="reduction">How to reduce the losses of the items.</param>
/// <param name="weight">The weight of each class, [classes]; all 1 when null. The mean is weighted too where targets are indices.</param>
/// <param name="ignoreIndex">The index of items that have no class: their loss is 0 and they are not counted.</param>
public sealed class CrossEntropyLoss(
    float labelSmoothing = 0, Reduction reduction = Reduction.Mean, Tensor? weight = null, int ignoreIndex = -100) : Loss
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor predictions, Tensor targets)
    {
        if (weight is { } given && (predictions.Rank != 2 || given.Rank != 1 || given.Length != predictions.Shape[1]))
            throw new ArgumentException(
                $"CrossEntropyLoss: input is {predictions.Shape} and the weight {given.Shape}, expected [N, classes] and [classes]");
        if (targets.Rank == 2 && targets.Shape == predictions.Shape)
            return reduction.Apply(OfProbabilities(predictions, targets));
        if (weight is not null || targets.Span.Contains(ignoreIndex))
            return OfSomeItems(predictions, targets);
        if (reduction == Reduction.Mean)
            return predictions.CrossEntropy(targets, labelSmoothing);
        var logs = predictions.LogSoftmax();
        return reduction.Apply(NLLLoss.Negative(logs, targets) * (1 - labelSmoothing) - logs.Mean(1) * labelSmoothing);
    }

    /// <summary>-sum of w t ln(p) over the classes, [N, classes] and [N, classes] to [N].</summary>
    private Tensor OfProbabilities(Tensor predictions, Tensor targets)
    {
        var weighted = (targets * (1 - labelSmoothing)) + (labelSmoothing / predictions.Shape[1]);
        if (weight is { } classes)
            weighted = weighted * classes;
        return -(predictions.LogSoftmax() * weighted).Sum(1);
    }

    /// <summary>The losses of the items that are not ignored, each times the weight of its class.</summary>
    private Tensor OfSomeItems(Tensor predictions, Tensor targets)
    {
        var isCounted = targets != ignoreIndex;
        var labels = targets.MaskedFill(targets == ignoreIndex, 0);
        var logs = predictions.LogSoftmax();
        var classes = weight ?? Tensor.Ones(predictions.Shape[^1]);
        var ofItems = isCounted * classes.IndexSelect(0, labels);
        var losses = NLLLoss.Negative(logs, labels) * ofItems * (1 - labelSmoothing);
        if (labelSmoothing > 0)
            losses = losses - ((logs * classes).Mean(1) * isCounted * labelSmoothing);
        return reduction == Reduction.Mean ? losses.Sum() / ofItems.Sum() : reduction.Apply(losses);
    }
}
