namespace Inkling.Training.Metrics;

/// <summary>
/// The share of items whose right class is among the k with the largest logits. Shapes: [N, classes] and class indices [N].
/// </summary>
/// <param name="k">How many classes are looked at, at least 1. With as many as there are classes every item counts.</param>
public sealed class TopKAccuracy(int k = 5) : ShareMetric
{
    private readonly int _k = k >= 1
        ? k
        : throw new ArgumentOutOfRangeException(nameof(k), $"the best {k} classes, at least 1 is expected");

    /// <inheritdoc/>
    public override string Name => $"top_{_k}_accuracy";

    /// <inheritdoc/>
    protected override int Count(Tensor predictions, Tensor labels)
    {
        Shape.CheckLabels(predictions.Shape, labels, nameof(TopKAccuracy));
        var classes = predictions.Shape[1];
        var correct = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            var row = predictions.Span.Slice(i * classes, classes);
            var label = (int)labels.Span[i];

            // Of equal ones the first stands before the others, as in ArgMax; NaN stands before nothing and nothing before NaN.
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
