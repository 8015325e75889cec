namespace Inkling.Training.Metrics;

/// <summary>
/// Counts how often each class was predicted as each other; its value is the accuracy. Shapes: [N, classes] and class indices [N].
/// </summary>
public class ConfusionMatrix : Metric
{
    private int[] _counts = [];

    /// <inheritdoc/>
    public override string Name => "accuracy";

    /// <summary>Gets the number of classes; 0 before the first batch.</summary>
    public int Classes { get; private set; }

    /// <summary>Gets the accuracy: the fraction of items on the diagonal.</summary>
    public override double Value => Enumerable.Range(0, Classes).Sum(Correct) / (double)_counts.Sum();

    /// <summary>Gets the number of items of one class that were predicted as another.</summary>
    /// <param name="actual">The actual class.</param>
    /// <param name="predicted">The predicted class.</param>
    public int this[int actual, int predicted] => _counts[(Checked(actual) * Classes) + Checked(predicted)];

    /// <summary>Gets the number of items of a class.</summary>
    public int Actual(int index) => Enumerable.Range(0, Classes).Sum(other => this[index, other]);

    /// <summary>Gets the number of items that were predicted as a class.</summary>
    public int Predicted(int index) => Enumerable.Range(0, Classes).Sum(other => this[other, index]);

    /// <summary>Gets the number of correctly classified items of a class.</summary>
    public int Correct(int index) => this[index, index];

    /// <summary>Gets the fraction of the items predicted as a class that belong to it; NaN where there are none.</summary>
    public double PrecisionOf(int index) => Correct(index) / (double)Predicted(index);

    /// <summary>Gets the recall of a class: the fraction of its items that were predicted as it; NaN where there are none.</summary>
    public double RecallOf(int index) => Correct(index) / (double)Actual(index);

    /// <inheritdoc/>
    public override void Reset() => Array.Clear(_counts);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The number of classes differs from that of the previous batch.</exception>
    public override void Add(Tensor predictions, Tensor labels)
    {
        ClassLabels.Check(predictions.Shape, labels, nameof(ConfusionMatrix));
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
