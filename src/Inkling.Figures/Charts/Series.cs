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
                return $"{Name}: no values.";
            if (Style == LineStyle.Marks)
                return $"{Name}: " + string.Join(", ", Points().Select(point => $"{Svg.Value(point.Y, 4)} at {Svg.Value(point.X, 4)}")) + ".";
            return $"{Name}: from {Svg.Value(finite[0], 4)} to {Svg.Value(finite[^1], 4)}, lowest {Svg.Value(finite.Min(), 4)}, highest {Svg.Value(finite.Max(), 4)}"
                + (finite.Length < Y.Count ? $"; {Svg.Value(Y.Count - finite.Length)} of {Svg.Value(Y.Count)} values are not finite." : ".");
        }
    }

    /// <summary>The values that can be drawn.</summary>
    public IEnumerable<(double X, double Y)> Points() => X.Zip(Y).Where(point => double.IsFinite(point.Second));

    /// <summary>The classes of the series that has this place among the colours.</summary>
    public string Class(int color) => $"c{color % Theme.Colors}" + Style switch { LineStyle.Thin => " thin", LineStyle.Dashed => " dashed", _ => "" };

    /// <summary>What the legend says of it.</summary>
    public LegendEntry Entry(int color) => new(Name, Class(color), Style == LineStyle.Marks ? LegendShape.Dot : LegendShape.Line);
}
