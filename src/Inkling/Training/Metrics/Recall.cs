namespace Inkling.Training.Metrics;

/// <summary>Of the items of a class, the share that was taken for it. Its value is the mean over the classes that are there.</summary>
public sealed class Recall : ConfusionMatrix
{
    /// <inheritdoc/>
    public override string Name => "recall";

    /// <inheritdoc/>
    public override double Value => PerClass.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();

    /// <summary>The recall of each class; not a number where there is none of it.</summary>
    public IReadOnlyList<double> PerClass => [.. Enumerable.Range(0, Classes).Select(RecallOf)];
}
