namespace Inkling.Training.Metrics;

/// <summary>A fraction of the items, 0 to 1: each of them counts or does not.</summary>
public abstract class ShareMetric : Metric
{
    private long _items, _counted;

    /// <inheritdoc/>
    public override double Value => _counted / (double)_items;

    /// <inheritdoc/>
    public override void Reset() => (_items, _counted) = (0, 0);

    /// <inheritdoc/>
    public override void Add(Tensor predictions, Tensor labels)
    {
        _items += labels.Shape[0];
        _counted += Count(predictions, labels);
    }

    /// <summary>Counts the items of a batch: predictions [N, ...] and labels [N, ...].</summary>
    protected abstract int Count(Tensor predictions, Tensor labels);

    /// <summary>Counts the correctly classified items; of equal logits the first is the prediction.</summary>
    private protected static int CountCorrect(Tensor predictions, Tensor labels)
    {
        ClassLabels.Check(predictions.Shape, labels, "metric");
        var predicted = predictions.ArgMax(1);
        var correct = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            if (predicted.Span[i] == labels.Span[i])
                correct++;
        }

        predicted.Release();
        return correct;
    }
}
