using Inkling.Figures.Drawing;

namespace Inkling.Figures.Charts;

/// <summary>Values of a <see cref="LineChart"/>: their name, as many numbers across as upwards, and how they are drawn.</summary>
internal sealed record Series(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, LineStyle Style)
{
    /// <summary>What is to be seen, in words.</summary>
    public string Description
    {
        get
        {
            double[] finite = [.. Y.Where(double.IsFinite)];
            if (finite.Length == 0)
                return "no values.";
            if (Style == LineStyle.Marks)
                return string.Join(", ", Points().Select(point => $"{NumberFormat.Value(point.Y, 4)} at {NumberFormat.Value(point.X, 4)}")) + ".";
            var (first, last, lowest, highest) = (finite[0], finite[^1], finite.Min(), finite.Max());
            return $"from {NumberFormat.Value(first, 4)} to {NumberFormat.Value(last, 4)}"
                + (lowest < Math.Min(first, last) ? $", lowest {NumberFormat.Value(lowest, 4)}" : "")
                + (highest > Math.Max(first, last) ? $", highest {NumberFormat.Value(highest, 4)}" : "")
                + (finite.Length < Y.Count ? $", {NumberFormat.Value(Y.Count - finite.Length)} of {NumberFormat.Value(Y.Count)} values not finite." : ".");
        }
    }

    /// <summary>The values that can be drawn.</summary>
    public IEnumerable<(double X, double Y)> Points() => X.Zip(Y).Where(point => double.IsFinite(point.Second));

    /// <summary>The classes of the series that has this place among the colours.</summary>
    public string Class(int color) => $"c{color % Theme.Colors}"
        + Style switch { LineStyle.Thin => " thin", LineStyle.Dashed => " dashed", _ => color / Theme.Colors % 2 == 1 ? " dashed" : "" };

    /// <summary>What the legend says of it.</summary>
    public LegendEntry Entry(int color) => new(Name, Class(color), Style == LineStyle.Marks ? LegendShape.Dot : LegendShape.Line);
}
