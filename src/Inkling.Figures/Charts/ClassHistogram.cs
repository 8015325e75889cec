using Inkling.Figures.Drawing;

namespace Inkling.Figures.Charts;

/// <summary>How many images there are of each class, as bars: of one set, or of several side by side, such as train and test.</summary>
public sealed class ClassHistogram : Figure
{
    private readonly List<(string Name, IReadOnlyList<int> Counts)> _sets = [];

    /// <summary>A histogram without counts yet.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="classes">The names of the classes.</param>
    public ClassHistogram(string title, IReadOnlyList<string> classes)
        : base(title) => Classes = classes;

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public override string Description => $"Images in each of {NumberFormat.Value(Classes.Count)} classes. "
        + (_sets.Count == 0 ? "There are no counts." : string.Join(" ", _sets.Select(set => InWords(set.Name, set.Counts))));

    internal override double BodyHeight =>
        BarRows.HeightOf(Classes.Count, Math.Max(_sets.Count, 1)) + LegendView.HeightOf(Legend, Width) + PlotArea.BottomRoom + 8;

    internal override Type View => typeof(ClassHistogramView);

    internal IReadOnlyList<(string Name, IReadOnlyList<int> Counts)> Sets => _sets;

    internal IReadOnlyList<LegendEntry> Legend => _sets.Count < 2
        ? []
        : [.. _sets.Select((set, i) => new LegendEntry(set.Name, $"c{i % Theme.Colors}", LegendShape.Area))];

    /// <summary>Adds the counts of a set.</summary>
    /// <param name="name">The set's name.</param>
    /// <param name="counts">Images of each class, in the order of <see cref="Classes"/>, none below 0.</param>
    /// <returns>This histogram.</returns>
    /// <exception cref="ArgumentException">There is not one count for each class, or one is below 0.</exception>
    public ClassHistogram Add(string name, IReadOnlyList<int> counts)
    {
        if (counts.Count != Classes.Count)
            throw new ArgumentException(
                $"ClassHistogram: {name} has {counts.Count} counts, expected one for each of {Classes.Count} classes", nameof(counts));
        if (counts.Any(count => count < 0))
            throw new ArgumentException($"ClassHistogram: {name} has a count of {counts.Min()}, expected at least 0", nameof(counts));
        _sets.Add((name, counts));
        return this;
    }

    private string InWords(string name, IReadOnlyList<int> counts)
    {
        var sum = $"{name}: {NumberFormat.Value(counts.Sum(count => (long)count))} images";
        if (counts.Count == 0)
            return sum + ".";
        var (least, most) =
            (Enumerable.Range(0, counts.Count).MinBy(i => counts[i]), Enumerable.Range(0, counts.Count).MaxBy(i => counts[i]));
        return $"{sum}, fewest of {Classes[least]} ({NumberFormat.Value(counts[least])}), most of {Classes[most]} ({NumberFormat.Value(counts[most])}).";
    }
}
