namespace Inkling.Training.Metrics;

/// <summary>The share of items whose largest logit is that of the right class. Shapes: [N, classes] and class indices [N].</summary>
public sealed class Accuracy : ShareMetric
{
    /// <inheritdoc/>
    public override string Name => "accuracy";

    /// <inheritdoc/>
    protected override int Count(Tensor predictions, Tensor labels) => CountCorrect(predictions, labels);
}
