namespace Inkling.Training.Metrics;

/// <summary>
/// Of the items taken for a class, the share that is of it. Its value is the mean over the classes that anything was taken for.
/// </summary>
public sealed class Precision : ConfusionMatrix
{
    /// <inheritdoc/>
    public override string Name => "precision";

    /// <inheritdoc/>
    public override double Value => PerClass.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();

    /// <summary>The precision of each class; not a number where nothing was taken for it.</summary>
    public IReadOnlyList<double> PerClass => [.. Enumerable.Range(0, Classes).Select(PrecisionOf)];
}
