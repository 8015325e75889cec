namespace Inkling.Training.Metrics;

/// <summary>A share of the items, 0 to 1: each of them counts or does not.</summary>
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

    /// <summary>How many items of a batch count.</summary>
    protected abstract int Count(Tensor predictions, Tensor labels);

    /// <summary>How many rows have their largest element where the label says; of equal ones the first is taken.</summary>
    private protected static int CountCorrect(Tensor predictions, Tensor labels)
    {
        Shape.CheckLabels(predictions.Shape, labels, "metric");
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
