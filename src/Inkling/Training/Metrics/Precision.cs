namespace Inkling.Training.Metrics;

/// <summary>
/// Precision: the fraction of the items predicted as a class that belong to it. The value is the mean over the predicted classes.
/// </summary>
public sealed class Precision : ConfusionMatrix
{
    /// <inheritdoc/>
    public override string Name => "precision";

    /// <inheritdoc/>
    public override double Value => PerClass.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();

    /// <summary>Gets the precision of each class; NaN where it was never predicted.</summary>
    public IReadOnlyList<double> PerClass => [.. Enumerable.Range(0, Classes).Select(PrecisionOf)];
}
