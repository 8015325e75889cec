using Inkling.Figures.Drawing;

namespace Inkling.Figures.Charts;

/// <summary>
/// A line chart: a loss over epochs, the sigmoid, the loss over the learning rate. The points of short lines have tooltips; of long lines
/// at most 2,000 points are drawn, the extremes among them.
/// </summary>
public sealed class LineChart : Figure
{
    private const double PlotHeight = 240;

    private readonly List<Series> _series = [];

    /// <summary>A chart without lines.</summary>
    /// <param name="title">The title.</param>
    /// <param name="xLabel">The name of the x axis.</param>
    /// <param name="yLabel">The name of the y axis.</param>
    public LineChart(string title, string xLabel, string yLabel)
        : base(title) => (XLabel, YLabel) = (xLabel, yLabel);

    /// <summary>The name of the x axis.</summary>
    public string XLabel { get; }

    /// <summary>The name of the y axis.</summary>
    public string YLabel { get; }

    /// <summary>Whether the x axis is logarithmic; all x values are then above 0.</summary>
    public bool LogarithmicX { get; init; }

    /// <summary>The largest start of the y axis; null to start it at the smallest value.</summary>
    public double? From { get; init; }

    /// <summary>The end of the y axis, also where values lie above; null to end it at the largest value.</summary>
    public double? UpTo { get; init; }

    /// <inheritdoc/>
    public override string Description => $"{YLabel} over {XLabel}. " + Summary;

    internal override string Caption => UpTo is { } top && Values.Any(value => value > top)
        ? $"Values above {NumberFormat.Value(top)} are outside the plot."
        : "";

    internal override double BodyHeight => LegendHeight + 8 + PlotHeight + PlotArea.BottomHeight;

    internal override Type View => typeof(LineChartView);

    internal IReadOnlyList<Series> Lines => _series;

    // A single line that has the name of the axis needs no legend.
    internal IReadOnlyList<LegendEntry> Legend => _series is [var only] && only.Name == YLabel
        ? []
        : [.. _series.Select((series, i) => series.Entry(i))];

    internal double LegendHeight => LegendView.HeightOf(Legend, Width);

    internal string Summary => _series.Count == 0
        ? "There are no values."
        : string.Join(" ", _series.Select(series => Legend.Count == 0 ? series.Description : $"{series.Name}: {series.Description}"));

    internal IEnumerable<double> Values => _series.SelectMany(series => series.Y).Where(double.IsFinite);

    /// <summary>Adds a line.</summary>
    /// <param name="name">Its name in the legend.</param>
    /// <param name="x">The x values.</param>
    /// <param name="y">The y values, as many; the line has a gap at infinity and NaN.</param>
    /// <param name="style">How it is drawn.</param>
    /// <returns>This chart.</returns>
    /// <exception cref="ArgumentException">
    /// The numbers of values differ, or an x value is not finite, or not above 0 on a logarithmic axis.
    /// </exception>
    public LineChart Add(string name, IReadOnlyList<double> x, IReadOnlyList<double> y, LineStyle style = LineStyle.Line)
    {
        if (x.Count != y.Count)
            throw new ArgumentException($"LineChart: {name} has {x.Count} x values and {y.Count} y values, expected as many", nameof(y));
        if (x.Any(value => !double.IsFinite(value) || (LogarithmicX && value <= 0)))
        {
            throw new ArgumentException(
                $"LineChart: {name} has an x value that is not finite{(LogarithmicX ? " or not above 0" : "")}", nameof(x));
        }

        _series.Add(new Series(name, x, y, style));
        return this;
    }

    /// <summary>Adds a function, sampled at 401 points.</summary>
    /// <param name="name">Its name in the legend.</param>
    /// <param name="from">The first x value.</param>
    /// <param name="to">The last x value.</param>
    /// <param name="function">The y value at an x value; the line has a gap at infinity and NaN.</param>
    /// <returns>This chart.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="from"/> or <paramref name="to"/> is not finite, or not above 0 on a logarithmic axis.
    /// </exception>
    public LineChart Add(string name, double from, double to, Func<double, double> function)
    {
        double[] x = [.. Enumerable.Range(0, 401).Select(i => from + ((to - from) * i / 400))];
        return Add(name, x, [.. x.Select(function)]);
    }

    /// <summary>The x axis of charts that share it.</summary>
    internal static AxisTicks XAxis(IReadOnlyList<LineChart> charts, double length)
    {
        var values = charts.SelectMany(chart => chart._series).SelectMany(series => series.X);
        var (low, high, isWhole) = (double.PositiveInfinity, double.NegativeInfinity, true);
        foreach (var value in values)
            (low, high, isWhole) = (Math.Min(low, value), Math.Max(high, value), isWhole && value == Math.Floor(value));
        var isLogarithmic = charts.Any(chart => chart.LogarithmicX);
        if (!double.IsFinite(low))
            (low, high) = (isLogarithmic ? 0.1 : 0, 1);
        return isLogarithmic
            ? AxisTicks.Logarithmic(low, high, Math.Max(2, (int)(length / 52)))
            : PlotArea.XTicks(length, low, high, isWhole);
    }

    /// <summary>The y axis of charts that share it.</summary>
    internal static AxisTicks YAxis(IReadOnlyList<LineChart> charts, double length)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in charts.SelectMany(chart => chart.Values))
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (!double.IsFinite(low))
            (low, high) = (0, 1);
        low = charts.Min(chart => chart.From) is { } from ? Math.Min(from, low) : low;
        var top = charts.Max(chart => chart.UpTo);
        var axis = AxisTicks.Linear(low, Math.Max(top ?? high, low), Math.Max(2, (int)(length / 34)));
        return top is null || top <= low ? axis : axis with { High = top.Value, Values = [.. axis.Values.Where(value => value <= top)] };
    }

    /// <summary>The plot area of this chart as a figure of its own.</summary>
    internal PlotArea Area()
    {
        var y = YAxis([this], PlotHeight);
        var (left, right, top) = (PlotArea.NameWidth + PlotArea.WidthOfTickLabels(y), Width - 22, LegendHeight + 8);
        return new PlotArea(left, top, right, top + PlotHeight, XAxis([this], right - left), y) { IsLogarithmicX = LogarithmicX };
    }
}
