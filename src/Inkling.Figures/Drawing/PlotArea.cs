namespace Inkling.Figures.Drawing;

/// <summary>The rectangle between two axes, and where a value stands in it.</summary>
public sealed record PlotArea(double Left, double Top, double Right, double Bottom, AxisTicks XAxis, AxisTicks YAxis)
{
    /// <summary>Units that the name of an axis takes beside its numbers.</summary>
    internal const double NameRoom = 22;

    /// <summary>Units below a plot for the numbers and the name of the axis across.</summary>
    internal const double BottomRoom = 52;

    /// <summary>Whether the axis across is logarithmic.</summary>
    public bool IsLogarithmicX { get; init; }

    /// <summary>Whether the axis upwards is logarithmic.</summary>
    public bool IsLogarithmicY { get; init; }

    /// <summary>Units between the axis upwards and the left end of its longest number.</summary>
    internal double NumbersWidth => NumbersRoom(YAxis);

    /// <summary>Where a value stands across.</summary>
    public double X(double value) => Left + (Share(value, XAxis, IsLogarithmicX) * (Right - Left));

    /// <summary>Where a value stands downwards.</summary>
    public double Y(double value) => Bottom - (Share(value, YAxis, IsLogarithmicY) * (Bottom - Top));

    /// <summary>Units that the numbers of an axis upwards take on its left.</summary>
    internal static double NumbersRoom(AxisTicks axis) =>
        axis.Values.Select(value => TextLayout.Width(NumberFormat.Tick(value))).DefaultIfEmpty(0).Max() + 8;

    /// <summary>An axis across that begins and ends with the values, with as many numbers as have room side by side.</summary>
    internal static AxisTicks Across(double length, double low, double high, bool isWhole)
    {
        var count = 8;
        var axis = AxisTicks.Exact(low, high, count, isWhole);
        while (count > 2 && axis.Values.Sum(value => TextLayout.Width(NumberFormat.Tick(value)) + 14) > length)
            axis = AxisTicks.Exact(low, high, --count, isWhole);
        return axis;
    }

    // Far outside is as good as further outside, and can still be written as a coordinate.
    private static double Share(double value, AxisTicks axis, bool isLogarithmic) => Math.Clamp(
        isLogarithmic
            ? Math.Log(value / axis.Low) / Math.Log(axis.High / axis.Low)
            : ((value / 2) - (axis.Low / 2)) / ((axis.High / 2) - (axis.Low / 2)), -4, 5);
}
