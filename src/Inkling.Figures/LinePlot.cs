using System.Globalization;
using System.Net;
using System.Text;
using Inkling.Formats;

namespace Inkling.Figures;

/// <summary>
/// Lines over numbers, drawn as SVG: a loss over epochs, the sigmoid, the loss over the learning rate. Colours follow the reader's light or
/// dark setting, and each point of a short line says its values when the pointer rests on it.
/// </summary>
/// <param name="title">What is shown.</param>
/// <param name="xLabel">What the numbers across are.</param>
/// <param name="yLabel">What the numbers upwards are.</param>
public sealed class LinePlot(string title, string xLabel, string yLabel)
{
    private const int Width = 640, Height = 400;
    private const int Left = 72, Right = 20, LegendTop = 52, LegendLine = 22, LegendMark = 28, Bottom = 56;
    private const int Colors = 6;
    private const int MostMarked = 60;

    /// <summary>Points that a line is drawn with; of more, evenly spaced ones are taken.</summary>
    private const int MostDrawn = 2000;

    private const string Style = """
        .ground{fill:#fff}.text{fill:#1f2937;font:14px system-ui,sans-serif}.title{font-size:18px;font-weight:600}.grid{stroke:#e5e7eb}.axis{stroke:#6b7280}
        .line{fill:none;stroke-width:2.2;stroke-linejoin:round}
        .c0{--c:#2563eb}.c1{--c:#c2410c}.c2{--c:#047857}.c3{--c:#be185d}.c4{--c:#6d28d9}.c5{--c:#92700c}.line{stroke:var(--c)}.dot{fill:var(--c)}
        @media (prefers-color-scheme:dark){.ground{fill:#111827}.text{fill:#e5e7eb}.grid{stroke:#374151}.axis{stroke:#9ca3af}
        .c0{--c:#60a5fa}.c1{--c:#fb923c}.c2{--c:#34d399}.c3{--c:#f472b6}.c4{--c:#a78bfa}.c5{--c:#facc15}}
        """;

    private readonly List<Series> _series = [];

    // Where the lines are drawn begins below the legend, which takes as many lines as it needs.
    private int _top;

    /// <summary>Whether the axis across is logarithmic; all its numbers are then above 0.</summary>
    public bool LogarithmicX { get; init; }

    /// <summary>Adds a line.</summary>
    /// <param name="name">What the legend calls it.</param>
    /// <param name="x">The numbers across.</param>
    /// <param name="y">The numbers upwards, as many; where one is not finite the line has a gap.</param>
    /// <returns>This plot.</returns>
    /// <exception cref="ArgumentException">
    /// The counts differ, a number across is not finite, or not above 0 on a logarithmic axis.
    /// </exception>
    public LinePlot Add(string name, IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count != y.Count)
            throw new ArgumentException($"LinePlot: {name} has {x.Count} numbers across and {y.Count} upwards, expected as many", nameof(y));
        if (x.Any(value => !double.IsFinite(value) || (LogarithmicX && value <= 0)))
            throw new ArgumentException($"LinePlot: {name} has a number across that is not finite{(LogarithmicX ? " or not above 0" : "")}", nameof(x));
        _series.Add(new Series(name, x, y));
        return this;
    }

    /// <summary>Adds a function, drawn between two numbers.</summary>
    /// <inheritdoc cref="Add(string, IReadOnlyList{double}, IReadOnlyList{double})"/>
    public LinePlot Add(string name, double from, double to, Func<double, double> function)
    {
        double[] x = [.. Enumerable.Range(0, 401).Select(i => from + ((to - from) * i / 400))];
        return Add(name, x, [.. x.Select(function)]);
    }

    /// <summary>Writes the picture, whole or not at all.</summary>
    /// <exception cref="DirectoryNotFoundException">The directory does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be written.</exception>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Save(string path) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToSvg())));

    /// <summary>The picture as SVG.</summary>
    public string ToSvg()
    {
        double[] across = [.. _series.SelectMany(series => series.X)];
        double[] upwards = [.. _series.SelectMany(series => series.Y).Where(double.IsFinite)];
        var (lowX, highX) = across.Length > 0 ? (across.Min(), across.Max()) : (LogarithmicX ? 1 : 0, 1);
        var x = LogarithmicX ? AxisTicks.Logarithmic(lowX, highX) : AxisTicks.Linear(lowX, highX, 8);
        var y = upwards.Length > 0 ? AxisTicks.Linear(upwards.Min(), upwards.Max()) : AxisTicks.Linear(0, 1);

        var svg = new StringBuilder();
        svg.Append($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}" """);
        svg.Append("""role="img" style="max-width:100%;height:auto">""");
        svg.Append($"\n<title>{Escaped(title)}</title>\n<desc>{Escaped(Description())}</desc>\n<style>\n{Style}\n</style>\n");
        svg.Append($"""<rect class="ground" width="{Width}" height="{Height}"/>""").Append('\n');
        AppendText(svg, Width / 2.0, 28, title, "text title", "middle");
        AppendLegend(svg);
        AppendAxes(svg, x, y);
        foreach (var (i, series) in _series.Index())
            AppendSeries(svg, series, i % Colors, x, y);
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>In words, for those who cannot see it.</summary>
    private string Description() => $"{yLabel} over {xLabel}. " + string.Join(" ", _series.Select(series => !series.Y.Any(double.IsFinite)
        ? $"{series.Name}: no values."
        : $"{series.Name}: from {Number(series.Y.First(double.IsFinite))} to {Number(series.Y.Last(double.IsFinite))}, "
            + $"lowest {Number(series.Y.Where(double.IsFinite).Min())}, highest {Number(series.Y.Where(double.IsFinite).Max())}."));

    private void AppendAxes(StringBuilder svg, AxisTicks x, AxisTicks y)
    {
        foreach (var value in y.Values)
        {
            var at = Y(value, y);
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{at:0.##}\" y2=\"{at:0.##}\"/>\n");
            AppendText(svg, Left - 8, at + 5, Number(value), "text", "end");
        }

        foreach (var value in x.Values)
        {
            var at = X(value, x);
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"axis\" d=\"M{at:0.##} {Height - Bottom}v5\"/>\n");
            AppendText(svg, at, Height - Bottom + 20, Number(value), "text", "middle");
        }

        svg.Append($"<path class=\"axis\" fill=\"none\" d=\"M{Left} {_top}V{Height - Bottom}H{Width - Right}\"/>\n");
        AppendText(svg, (Left + Width - Right) / 2.0, Height - 12, xLabel, "text", "middle");
        var middle = (_top + Height - Bottom) / 2.0;
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"text\" text-anchor=\"middle\" transform=\"translate(18 {middle:0.##}) rotate(-90)\">");
        svg.Append($"{Escaped(yLabel)}</text>\n");
    }

    private void AppendLegend(StringBuilder svg)
    {
        var (at, line) = ((double)Left, LegendTop);
        foreach (var (i, series) in _series.Index())
        {
            var width = LegendMark + (7.5 * series.Name.Length) + 20;
            if (at > Left && at + width > Width)
                (at, line) = (Left, line + LegendLine);
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"line c{i % Colors}\" d=\"M{at:0.##} {line}h22\"/>\n");
            AppendText(svg, at + LegendMark, line + 5, series.Name, "text", "start");
            at += width;
        }

        _top = line + 24;
    }

    private void AppendSeries(StringBuilder svg, Series series, int color, AxisTicks x, AxisTicks y)
    {
        svg.Append($"<path class=\"line c{color}\" d=\"");
        var step = Math.Max(1, (series.X.Count + MostDrawn - 1) / MostDrawn);
        var isDown = false;
        for (var i = 0; i < series.X.Count; i += step)
        {
            var isFinite = double.IsFinite(series.Y[i]);
            if (isFinite)
                svg.Append(CultureInfo.InvariantCulture, $"{(isDown ? 'L' : 'M')}{X(series.X[i], x):0.##} {Y(series.Y[i], y):0.##}");
            isDown = isFinite;
        }

        svg.Append("\"/>\n");
        if (series.X.Count > MostMarked)
            return;
        for (var i = 0; i < series.X.Count; i++)
        {
            if (!double.IsFinite(series.Y[i]))
                continue;
            svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"dot c{color}\" cx=\"{X(series.X[i], x):0.##}\" cy=\"{Y(series.Y[i], y):0.##}\" r=\"3\">");
            svg.Append($"<title>{Escaped($"{series.Name}: {Number(series.Y[i])} at {Number(series.X[i])}")}</title></circle>\n");
        }
    }

    private double X(double value, AxisTicks axis)
    {
        var share = LogarithmicX ? Math.Log(value / axis.Low) / Math.Log(axis.High / axis.Low) : (value - axis.Low) / (axis.High - axis.Low);
        return Left + (share * (Width - Left - Right));
    }

    private double Y(double value, AxisTicks axis) => Height - Bottom - ((value - axis.Low) / (axis.High - axis.Low) * (Height - _top - Bottom));

    private static void AppendText(StringBuilder svg, double x, double y, string text, string style, string anchor) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"{style}\" x=\"{x:0.##}\" y=\"{y:0.##}\" text-anchor=\"{anchor}\">{Escaped(text)}</text>\n");

    private static string Number(double value) => value.ToString("G5", CultureInfo.InvariantCulture);

    private static string Escaped(string text) => WebUtility.HtmlEncode(text);

    private sealed record Series(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y);
}
