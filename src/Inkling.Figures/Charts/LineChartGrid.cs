using Inkling.Figures.Drawing;

namespace Inkling.Figures.Charts;

/// <summary>Small multiples of line charts: loss and accuracy of one run, or the losses of several runs.</summary>
public sealed class LineChartGrid : Figure
{
    private const double Gap = 14, RowGap = 26, HeadLine = 18, NoteLine = 17, TickLabelsHeight = 26, NameHeight = 22;

    private readonly List<(LineChart Chart, string Note, bool? IsGood)> _charts = [];

    /// <summary>A grid without charts.</summary>
    /// <param name="title">The title.</param>
    public LineChartGrid(string title)
        : base(title)
    {
    }

    /// <summary>Whether all charts have the same axes.</summary>
    public bool HasSharedScale { get; init; }

    /// <inheritdoc/>
    public override string Description => _charts.Count == 0
        ? "There are no charts."
        : $"{TextFormat.Count(_charts.Count, "chart")}{(HasSharedScale ? " with the same axes" : "")}. "
            + string.Join(" ", _charts.Select(item => Describe(item.Chart, item.Note)));

    internal override string Caption => _charts.Select(item => item.Chart.Caption).FirstOrDefault(caption => caption.Length > 0) ?? "";

    internal override double BodyHeight =>
        _charts.Count == 0 ? 40 : Panels().Max(panel => panel.Area.Bottom) + TickLabelsHeight + NameHeight;

    internal override Type View => typeof(LineChartGridView);

    internal IList<string> Names => [.. _charts.SelectMany(item => item.Chart.Lines).Select(series => series.Name).Distinct()];

    internal IReadOnlyList<LegendEntry> Legend =>
        _charts.All(item => item.Chart.Legend.Count == 0) ? [] :
        [.. _charts.SelectMany(item => item.Chart.Lines).DistinctBy(series => series.Name).Select((series, i) => series.Entry(i))];

    /// <summary>The name of the y axis, where all charts have the same axes.</summary>
    internal string YLabel => HasSharedScale && _charts.Count > 0 ? _charts[0].Chart.YLabel : "";

    private int Columns => _charts.Count switch { <= 1 => 1, <= 4 => 2, _ => 3 };

    /// <summary>Adds a chart below its title.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="note">A short text below its title, such as a diagnosis.</param>
    /// <param name="isGood">The colour of the note: true for green, false for red, null for grey.</param>
    /// <returns>This grid.</returns>
    public LineChartGrid Add(LineChart chart, string note = "", bool? isGood = null)
    {
        _charts.Add((chart, note, isGood));
        return this;
    }

    internal IReadOnlyList<LinePanel> Panels()
    {
        if (_charts.Count == 0)
            return [];
        var all = _charts.Select(item => item.Chart).ToList();
        var height = (Columns, _charts.Count) switch { (1, _) => 240.0, (2, 2) => 190, (2, _) => 150, _ => 110 };
        var y = all.Select(chart => LineChart.YAxis(HasSharedScale ? all : [chart], height)).ToList();
        var numbers = y.Max(PlotArea.WidthOfTickLabels);
        var outer = (YLabel.Length > 0 ? PlotArea.NameWidth : 8) + (HasSharedScale ? numbers : 0);
        var cell = (Width - outer - 18 - (Gap * (Columns - 1))) / Columns;
        var head = all.Max(chart => Head(chart, cell).Count) * HeadLine;
        var notes = _charts.Any(item => item.Note.Length > 0) ? NoteLine : 0;
        var row = head + notes + 8 + height + (HasSharedScale ? RowGap : TickLabelsHeight + NameHeight + Gap);
        var panels = new List<LinePanel>();
        foreach (var (i, (chart, note, isGood)) in _charts.Index())
        {
            var left = outer + (i % Columns * (cell + Gap));
            var top = LegendView.HeightOf(Legend, Width) + (i / Columns * row);
            var plotLeft = left + (HasSharedScale ? 0 : numbers);
            var plotTop = top + head + notes + 8;
            var x = LineChart.XAxis(HasSharedScale ? all : [chart], left + cell - plotLeft);
            var area = new PlotArea(plotLeft, plotTop, left + cell, plotTop + height, x, y[i]) { IsLogarithmicX = chart.LogarithmicX };
            var lines = Head(chart, cell);
            var shortNote = TextLayout.Shorten(note, cell, TextLayout.SmallSize);
            panels.Add(new LinePanel(chart, area, lines, shortNote, isGood, left, top + head - (lines.Count * HeadLine))
            {
                IsFirst = !HasSharedScale || i % Columns == 0,
                IsLast = !HasSharedScale || i + Columns >= _charts.Count,
            });
        }

        return panels;
    }

    private static string Describe(LineChart chart, string note) =>
        $"{chart.Title}{(note.Length > 0 ? $" ({note})" : "")}: {chart.Summary}";

    // At most two lines.
    private static IReadOnlyList<string> Head(LineChart chart, double width)
    {
        const double size = TextLayout.TextSize * TextLayout.BoldFactor;
        var lines = TextLayout.Wrap(chart.Title, width, size);
        return lines.Count <= 2 ? lines : [lines[0], TextLayout.Shorten(string.Join(' ', lines.Skip(1)), width, size)];
    }
}

/// <summary>A chart of a <see cref="LineChartGrid"/> with its position: its title begins at (Left, Top).</summary>
internal sealed record LinePanel(
    LineChart Chart, PlotArea Area, IReadOnlyList<string> Head, string Note, bool? IsGood, double Left, double Top)
{
    /// <summary>Whether its y axis has tick labels.</summary>
    public bool IsFirst { get; init; }

    /// <summary>Whether its x axis has tick labels and a name.</summary>
    public bool IsLast { get; init; }
}
