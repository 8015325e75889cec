namespace Inkling.Figures.Drawing;

/// <summary>The rectangle between two axes, and the positions of values in it.</summary>
public sealed record PlotArea(double Left, double Top, double Right, double Bottom, AxisTicks XAxis, AxisTicks YAxis)
{
    /// <summary>The width of the name of a y axis.</summary>
    internal const double NameWidth = 22;

    /// <summary>The height of the tick labels and the name of an x axis.</summary>
    internal const double BottomHeight = 52;

    /// <summary>Whether the x axis is logarithmic.</summary>
    public bool IsLogarithmicX { get; init; }

    /// <summary>Whether the y axis is logarithmic.</summary>
    public bool IsLogarithmicY { get; init; }

    /// <summary>The width of the tick labels of the y axis.</summary>
    internal double TickLabelsWidth => WidthOfTickLabels(YAxis);

    /// <summary>The x coordinate of a value.</summary>
    public double X(double value) => Left + (Fraction(value, XAxis, IsLogarithmicX) * (Right - Left));

    /// <summary>The y coordinate of a value.</summary>
    public double Y(double value) => Bottom - (Fraction(value, YAxis, IsLogarithmicY) * (Bottom - Top));

    /// <summary>The width of the tick labels of a y axis.</summary>
    internal static double WidthOfTickLabels(AxisTicks axis) =>
        axis.Values.Select(value => TextLayout.Width(NumberFormat.Tick(value))).DefaultIfEmpty(0).Max() + 8;

    /// <summary>An x axis from the smallest to the largest value, with as many ticks as have room side by side.</summary>
    internal static AxisTicks XTicks(double length, double low, double high, bool isWhole)
    {
        var count = 8;
        var axis = AxisTicks.Exact(low, high, count, isWhole);
        while (count > 2 && axis.Values.Sum(value => TextLayout.Width(NumberFormat.Tick(value)) + 14) > length)
            axis = AxisTicks.Exact(low, high, --count, isWhole);
        return axis;
    }

    // Clamped far outside the plot, so that the coordinate stays a usual number.
    private static double Fraction(double value, AxisTicks axis, bool isLogarithmic) => Math.Clamp(
        isLogarithmic
            ? Math.Log(value / axis.Low) / Math.Log(axis.High / axis.Low)
            : ((value / 2) - (axis.Low / 2)) / ((axis.High / 2) - (axis.Low / 2)), -4, 5);
}
