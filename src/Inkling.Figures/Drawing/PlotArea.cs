namespace Inkling.Figures.Drawing;

/// <summary>The rectangle between two axes, and where a value stands in it.</summary>
public sealed record PlotArea(double Left, double Top, double Right, double Bottom, AxisTicks XAxis, AxisTicks YAxis)
{
    /// <summary>Whether the axis across is logarithmic.</summary>
    public bool IsLogarithmicX { get; init; }

    /// <summary>Where a value stands across.</summary>
    public double X(double value)
    {
        var share = IsLogarithmicX
            ? Math.Log(value / XAxis.Low) / Math.Log(XAxis.High / XAxis.Low)
            : (value - XAxis.Low) / (XAxis.High - XAxis.Low);
        return Left + (share * (Right - Left));
    }

    /// <summary>Where a value stands downwards.</summary>
    public double Y(double value) => Bottom - ((value - YAxis.Low) / (YAxis.High - YAxis.Low) * (Bottom - Top));
}
