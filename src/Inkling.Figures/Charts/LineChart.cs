using Inkling.Figures.Drawing;

namespace Inkling.Figures.Charts;

/// <summary>
/// Lines over numbers: a loss over epochs, the sigmoid, the loss over the learning rate. Each point of a short line says its values when the
/// pointer rests on it.
/// </summary>
public sealed class LineChart : Figure
{
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

    /// <inheritdoc/>
    public override string Description => $"{YLabel} over {XLabel}. " + string.Join(" ", _series.Select(series => !series.Y.Any(double.IsFinite)
        ? $"{series.Name}: no values."
        : $"{series.Name}: from {Svg.Value(series.Y.First(double.IsFinite))} to {Svg.Value(series.Y.Last(double.IsFinite))}, "
            + $"lowest {Svg.Value(series.Y.Where(double.IsFinite).Min())}, highest {Svg.Value(series.Y.Where(double.IsFinite).Max())}."));

    internal override double BodyHeight => 300 + LegendHeight;

    internal override Type View => typeof(LineChartView);

    internal IReadOnlyList<Series> Lines => _series;

    internal double LegendHeight => LegendView.HeightOf([.. _series.Select(series => series.Name)], Width);

    /// <summary>Adds a line.</summary>
    /// <param name="name">What the legend calls it.</param>
    /// <param name="x">The numbers across.</param>
    /// <param name="y">The numbers upwards, as many; where one is not finite the line has a gap.</param>
    /// <returns>This chart.</returns>
    /// <exception cref="ArgumentException">
    /// The counts differ, a number across is not finite, or not above 0 on a logarithmic axis.
    /// </exception>
    public LineChart Add(string name, IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count != y.Count)
            throw new ArgumentException($"LineChart: {name} has {x.Count} numbers across and {y.Count} upwards, expected as many", nameof(y));
        if (x.Any(value => !double.IsFinite(value) || (LogarithmicX && value <= 0)))
            throw new ArgumentException($"LineChart: {name} has a number across that is not finite{(LogarithmicX ? " or not above 0" : "")}", nameof(x));
        _series.Add(new Series(name, x, y));
        return this;
    }

    /// <summary>Adds a function, drawn between two numbers.</summary>
    /// <inheritdoc cref="Add(string, IReadOnlyList{double}, IReadOnlyList{double})"/>
    public LineChart Add(string name, double from, double to, Func<double, double> function)
    {
        double[] x = [.. Enumerable.Range(0, 401).Select(i => from + ((to - from) * i / 400))];
        return Add(name, x, [.. x.Select(function)]);
    }
}

/// <summary>A line: its name, and as many numbers across as upwards.</summary>
internal sealed record Series(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y);
