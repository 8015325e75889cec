using Inkling.Figures.Drawing;

namespace Inkling.Figures.Charts;

/// <summary>
/// Lines over numbers: a loss over epochs, the sigmoid, the loss over the learning rate. Each point of a short line says its values when
/// the
/// pointer rests on it. Of a long line at most 2,000 points are drawn, among them the extremes.
/// </summary>
public sealed class LineChart : Figure
{
    private const double PlotHeight = 240;

    private readonly List<Series> _series = [];

    /// <summary>A chart without lines yet.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="xLabel">What the numbers across are.</param>
    /// <param name="yLabel">What the numbers upwards are.</param>
    public LineChart(string title, string xLabel, string yLabel)
        : base(title) => (XLabel, YLabel) = (xLabel, yLabel);

    /// <summary>What the numbers across are.</summary>
    public string XLabel { get; }

    /// <summary>What the numbers upwards are.</summary>
    public string YLabel { get; }

    /// <summary>Whether the axis across is logarithmic; all its numbers are then above 0.</summary>
    public bool LogarithmicX { get; init; }

    /// <summary>Where the axis upwards begins at the latest; where the values begin if there is nothing here.</summary>
    public double? From { get; init; }

    /// <summary>Where the axis upwards ends, whatever lies above; where the values end if there is nothing here.</summary>
    public double? UpTo { get; init; }

    /// <inheritdoc/>
    public override string Description => $"{YLabel} over {XLabel}. " + InWords;

    internal override string Caption => UpTo is { } top && Values.Any(value => value > top)
        ? $"Values above {NumberFormat.Value(top)} lie beyond the upper edge."
        : "";

    internal override double BodyHeight => LegendHeight + 8 + PlotHeight + PlotArea.BottomRoom;

    internal override Type View => typeof(LineChartView);

    internal IReadOnlyList<Series> Lines => _series;

    // A single line that is named as the axis needs no name again.
    internal IReadOnlyList<LegendEntry> Legend => _series is [var only] && only.Name == YLabel
        ? []
        : [.. _series.Select((series, i) => series.Entry(i))];

    internal double LegendHeight => LegendView.HeightOf(Legend, Width);

    internal string InWords => _series.Count == 0
        ? "There are no values."
        : string.Join(" ", _series.Select(series => Legend.Count == 0 ? series.Description : $"{series.Name}: {series.Description}"));

    internal IEnumerable<double> Values => _series.SelectMany(series => series.Y).Where(double.IsFinite);

    /// <summary>Adds a line.</summary>
    /// <param name="name">What the legend calls it.</param>
    /// <param name="x">The numbers across.</param>
    /// <param name="y">The numbers upwards, as many; where one is not finite the line has a gap.</param>
    /// <param name="style">How it is drawn.</param>
    /// <returns>This chart.</returns>
    /// <exception cref="ArgumentException">
    /// The counts differ, a number across is not finite, or not above 0 on a logarithmic axis.
    /// </exception>
    public LineChart Add(string name, IReadOnlyList<double> x, IReadOnlyList<double> y, LineStyle style = LineStyle.Line)
    {
        if (x.Count != y.Count)
            throw new ArgumentException(
                $"LineChart: {name} has {x.Count} numbers across and {y.Count} upwards, expected as many", nameof(y));
        if (x.Any(value => !double.IsFinite(value) || (LogarithmicX && value <= 0)))
            throw new ArgumentException(
                $"LineChart: {name} has a number across that is not finite{(LogarithmicX ? " or not above 0" : "")}", nameof(x));
        _series.Add(new Series(name, x, y, style));
        return this;
    }

    /// <summary>Adds a function, drawn between two numbers.</summary>
    /// <param name="name">What the legend calls it.</param>
    /// <param name="from">The first number across.</param>
    /// <param name="to">The last number across.</param>
    /// <param name="function">The number upwards for one across; where it is not finite the line has a gap.</param>
    /// <returns>This chart.</returns>
    /// <exception cref="ArgumentException">An end is not finite, or not above 0 on a logarithmic axis.</exception>
    public LineChart Add(string name, double from, double to, Func<double, double> function)
    {
        double[] x = [.. Enumerable.Range(0, 401).Select(i => from + ((to - from) * i / 400))];
        return Add(name, x, [.. x.Select(function)]);
    }

    /// <summary>The axis across of charts that share it.</summary>
    internal static AxisTicks Across(IReadOnlyList<LineChart> charts, double length)
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
            : PlotArea.Across(length, low, high, isWhole);
    }

    /// <summary>The axis upwards of charts that share it.</summary>
    internal static AxisTicks Upwards(IReadOnlyList<LineChart> charts, double length)
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

    /// <summary>Where this chart is drawn when it stands alone.</summary>
    internal PlotArea Area()
    {
        var y = Upwards([this], PlotHeight);
        var (left, right) = (PlotArea.NameRoom + PlotArea.NumbersRoom(y), Width - 22);
        return new PlotArea(
            left, LegendHeight + 8, right, LegendHeight + 8 + PlotHeight, Across([this], right - left),
            y)
        { IsLogarithmicX = LogarithmicX };
    }
}
