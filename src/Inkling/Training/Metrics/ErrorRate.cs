namespace Inkling.Training.Metrics;

/// <summary>The fraction of misclassified items: 1 - <see cref="Accuracy"/>. Shapes: [N, classes] and class indices [N].</summary>
public sealed class ErrorRate : ShareMetric
{
    /// <inheritdoc/>
    public override string Name => "error_rate";

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    protected override int Count(Tensor predictions, Tensor labels) => labels.Length - CountCorrect(predictions, labels);
}
