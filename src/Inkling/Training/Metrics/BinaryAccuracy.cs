namespace Inkling.Training.Metrics;

/// <summary>
/// The fraction of correctly classified items of a model with one output: class 1 is predicted where the output is above a threshold, else
/// class 0. Shapes: [N] or [N, 1] and labels of 0 or 1 [N].
/// </summary>
/// <param name="threshold">0 for logits, 0.5 for probabilities.</param>
public sealed class BinaryAccuracy(float threshold = 0) : ShareMetric
{
    /// <inheritdoc/>
    public override string Name => "accuracy";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is not one prediction for each label.</exception>
    protected override int Count(Tensor predictions, Tensor labels)
    {
        if (predictions.Length != labels.Length)
            throw new ArgumentException(
                $"BinaryAccuracy: predictions are {predictions.Shape} and labels {labels.Shape}, expected one number for each label");
        var correct = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            if (predictions.Span[i] > threshold == (labels.Span[i] == 1))
                correct++;
        }

        return correct;
    }
}
