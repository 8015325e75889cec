namespace Inkling.Training.Metrics;

/// <summary>
/// The fraction of items whose class is among the k largest logits. Shapes: [N, classes] and class indices [N].
/// </summary>
/// <param name="k">The number of classes, at least 1.</param>
public sealed class TopKAccuracy(int k = 5) : ShareMetric
{
    private readonly int _k = k >= 1
        ? k
        : throw new ArgumentOutOfRangeException(nameof(k), $"the best {k} classes, expected at least 1");

    /// <inheritdoc/>
    public override string Name => $"top_{_k}_accuracy";

    /// <inheritdoc/>
    protected override int Count(Tensor predictions, Tensor labels)
    {
        ClassLabels.Check(predictions.Shape, labels, nameof(TopKAccuracy));
        var classes = predictions.Shape[1];
        var correct = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            var row = predictions.Span.Slice(i * classes, classes);
            var label = (int)labels.Span[i];

            // Of equal logits the first ranks first, as in ArgMax; a NaN is never counted.
            var before = 0;
            for (var other = 0; other < classes; other++)
            {
                if (row[other] > row[label] || (row[other] == row[label] && other < label))
                    before++;
            }

            if (before < _k && !float.IsNaN(row[label]))
                correct++;
        }

        return correct;
    }
}
