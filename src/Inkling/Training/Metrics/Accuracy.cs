namespace Inkling.Training.Metrics;

/// <summary>The fraction of correctly classified items. Shapes: logits [N, classes] and class indices [N].</summary>
public sealed class Accuracy : ShareMetric
{
    /// <inheritdoc/>
    public override string Name => "accuracy";

    /// <inheritdoc/>
    protected override int Count(Tensor predictions, Tensor labels) => CountCorrect(predictions, labels);
}
