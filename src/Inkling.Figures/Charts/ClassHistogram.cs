using Inkling.Figures.Drawing;

namespace Inkling.Figures.Charts;

/// <summary>The number of images of each class as bars, of one data set or of several side by side.</summary>
public sealed class ClassHistogram : Figure
{
    private readonly List<(string Name, IReadOnlyList<int> Counts)> _sets = [];

    /// <summary>A histogram without counts.</summary>
    /// <param name="title">The title.</param>
    /// <param name="classes">The names of the classes.</param>
    public ClassHistogram(string title, IReadOnlyList<string> classes)
        : base(title) => Classes = classes;

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public override string Description => $"Images in each of {NumberFormat.Value(Classes.Count)} classes. "
        + (_sets.Count == 0 ? "There are no counts." : string.Join(" ", _sets.Select(set => Describe(set.Name, set.Counts))));

    internal override double BodyHeight =>
        BarRows.HeightOf(Classes.Count, Math.Max(_sets.Count, 1)) + LegendView.HeightOf(Legend, Width) + PlotArea.BottomHeight + 8;

    internal override Type View => typeof(ClassHistogramView);

    internal IReadOnlyList<(string Name, IReadOnlyList<int> Counts)> Sets => _sets;

    internal IReadOnlyList<LegendEntry> Legend => _sets.Count < 2
        ? []
        : [.. _sets.Select((set, i) => new LegendEntry(set.Name, $"c{i % Theme.Colors}", LegendShape.Area))];

    /// <summary>Adds the counts of a data set.</summary>
    /// <param name="name">The name of the set.</param>
    /// <param name="counts">The number of images of each class, in the order of <see cref="Classes"/>, at least 0.</param>
    /// <returns>This histogram.</returns>
    /// <exception cref="ArgumentException">There is not one count for each class, or one is negative.</exception>
    public ClassHistogram Add(string name, IReadOnlyList<int> counts)
    {
        if (counts.Count != Classes.Count)
        {
            throw new ArgumentException(
                $"ClassHistogram: {name} has {counts.Count} counts, expected one for each of {Classes.Count} classes", nameof(counts));
        }

        if (counts.Any(count => count < 0))
            throw new ArgumentException($"ClassHistogram: {name} has a count of {counts.Min()}, expected at least 0", nameof(counts));
        _sets.Add((name, counts));
        return this;
    }

    private string Describe(string name, IReadOnlyList<int> counts)
    {
        var sum = $"{name}: {NumberFormat.Value(counts.Sum(count => (long)count))} images";
        if (counts.Count == 0)
            return sum + ".";
        var indices = Enumerable.Range(0, counts.Count);
        var (least, most) = (indices.MinBy(i => counts[i]), indices.MaxBy(i => counts[i]));
        return $"{sum}, fewest of {Classes[least]} ({NumberFormat.Value(counts[least])}), "
            + $"most of {Classes[most]} ({NumberFormat.Value(counts[most])}).";
    }
}
