using Inkling.Figures.Drawing;

namespace Inkling.Figures.Charts;

/// <summary>A line of a <see cref="LineChart"/>: its name, as many x values as y values, and how it is drawn.</summary>
internal sealed record Series(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, LineStyle Style)
{
    /// <summary>The line in words.</summary>
    public string Description
    {
        get
        {
            double[] finite = [.. Y.Where(double.IsFinite)];
            if (finite.Length == 0)
                return "no values.";
            if (Style == LineStyle.Marks)
            {
                var points = Points().Select(point => $"{NumberFormat.Value(point.Y, 4)} at {NumberFormat.Value(point.X, 4)}");
                return $"{string.Join(", ", points)}.";
            }

            var (first, last, lowest, highest) = (finite[0], finite[^1], finite.Min(), finite.Max());
            return $"from {NumberFormat.Value(first, 4)} to {NumberFormat.Value(last, 4)}"
                + (lowest < Math.Min(first, last) ? $", lowest {NumberFormat.Value(lowest, 4)}" : "")
                + (highest > Math.Max(first, last) ? $", highest {NumberFormat.Value(highest, 4)}" : "")
                + (finite.Length < Y.Count
                    ? $", {NumberFormat.Value(Y.Count - finite.Length)} of {NumberFormat.Value(Y.Count)} values not finite."
                    : ".");
        }
    }

    /// <summary>The points with finite values.</summary>
    public IEnumerable<(double X, double Y)> Points() => X.Zip(Y).Where(point => double.IsFinite(point.Second));

    /// <summary>The CSS classes of a line by the index of its colour.</summary>
    public string Class(int color) => $"c{color % Theme.Colors}" + Style switch
    {
        LineStyle.Thin => " thin",
        LineStyle.Dashed => " dashed",
        _ => color / Theme.Colors % 2 == 1 ? " dashed" : "",
    };

    /// <summary>The entry of the legend.</summary>
    public LegendEntry Entry(int color) => new(Name, Class(color), Style == LineStyle.Marks ? LegendShape.Dot : LegendShape.Line);
}
