namespace Inkling.Training.Metrics;

/// <summary>
/// Recall: the fraction of the items of a class that were predicted as it. The value is the mean over the classes that occur.
/// </summary>
public sealed class Recall : ConfusionMatrix
{
    /// <inheritdoc/>
    public override string Name => "recall";

    /// <inheritdoc/>
    public override double Value => PerClass.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();

    /// <summary>Gets the recall of each class; NaN where it does not occur.</summary>
    public IReadOnlyList<double> PerClass => [.. Enumerable.Range(0, Classes).Select(RecallOf)];
}
