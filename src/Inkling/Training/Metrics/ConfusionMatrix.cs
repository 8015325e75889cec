namespace Inkling.Training.Metrics;

/// <summary>
/// How often each class was taken for each other; its value is the accuracy. Shapes: [N, classes] and class indices [N].
/// </summary>
public class ConfusionMatrix : Metric
{
    private int[] _counts = [];

    /// <inheritdoc/>
    public override string Name => "accuracy";

    /// <summary>Classes seen in the predictions; 0 before the first batch.</summary>
    public int Classes { get; private set; }

    /// <summary>The share of items on the diagonal.</summary>
    public override double Value => Enumerable.Range(0, Classes).Sum(Correct) / (double)_counts.Sum();

    /// <summary>How many items of one class were taken for another.</summary>
    /// <param name="actual">The class that is right.</param>
    /// <param name="predicted">The class that was read.</param>
    public int this[int actual, int predicted] => _counts[(Checked(actual) * Classes) + Checked(predicted)];

    /// <summary>How many items of a class there are.</summary>
    public int Actual(int index) => Enumerable.Range(0, Classes).Sum(other => this[index, other]);

    /// <summary>How many items were taken for a class.</summary>
    public int Predicted(int index) => Enumerable.Range(0, Classes).Sum(other => this[other, index]);

    /// <summary>How many items of a class were taken for it.</summary>
    public int Correct(int index) => this[index, index];

    /// <summary>Of the items taken for a class, the share that is of it; not a number where nothing was taken for it.</summary>
    public double PrecisionOf(int index) => Correct(index) / (double)Predicted(index);

    /// <summary>Of the items of a class, the share that was taken for it; not a number where there is none of it.</summary>
    public double RecallOf(int index) => Correct(index) / (double)Actual(index);

    /// <inheritdoc/>
    public override void Reset() => Array.Clear(_counts);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The number of classes differs from that of the batch before.</exception>
    public override void Add(Tensor predictions, Tensor labels)
    {
        Shape.CheckLabels(predictions.Shape, labels, nameof(ConfusionMatrix));
        var classes = predictions.Shape[1];
        if (Classes != classes)
        {
            if (_counts.Any(count => count > 0))
                throw new ArgumentException(
                    $"ConfusionMatrix: predictions are {predictions.Shape} after others with {Classes} classes", nameof(predictions));
            (Classes, _counts) = (classes, new int[classes * classes]);
        }

        var predicted = predictions.ArgMax(1);
        for (var i = 0; i < labels.Length; i++)
            _counts[((int)labels.Span[i] * Classes) + (int)predicted.Span[i]]++;
        predicted.Release();
    }

    private int Checked(int index) => (uint)index < (uint)Classes
        ? index
        : throw new ArgumentOutOfRangeException(nameof(index), $"class {index} is not one of {Classes}");
}
