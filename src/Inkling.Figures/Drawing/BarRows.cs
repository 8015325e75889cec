namespace Inkling.Figures.Drawing;

/// <summary>The layout of horizontal bars: a row has a name on its left and one or more bars, each followed by its value.</summary>
/// <param name="Left">The left end of the bars.</param>
/// <param name="Right">The right end of the longest bar.</param>
/// <param name="Top">The top of the first row.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Bars">The number of bars per row, at least 1.</param>
/// <param name="Longest">The value of the longest bar, above 0.</param>
public sealed record BarRows(double Left, double Right, double Top, int Rows, int Bars, double Longest)
{
    /// <summary>The thickness of a bar.</summary>
    internal const double Thickness = 13;

    private const double Gap = 6, Margin = 12, MinLength = 30;

    /// <summary>The bottom of the last row.</summary>
    public double Bottom => Top + HeightOf(Rows, Bars);

    /// <summary>The width of the names.</summary>
    internal double NameWidth => Left - 8 - Margin;

    /// <summary>Rows of the width of a figure, with room for the names (at most two fifths) and for the longest value.</summary>
    internal static BarRows Of(IReadOnlyList<string> names, int bars, double width, double top, double longest, string label)
    {
        var named = names.Select(name => TextLayout.Width(name)).DefaultIfEmpty(0).Max();
        var left = Margin + 8 + Math.Min(named, width * 0.4);
        var right = Math.Max(left + MinLength, width - Margin - 5 - TextLayout.Width(label, TextLayout.SmallSize));
        return new BarRows(left, right, top, names.Count, bars, longest);
    }

    /// <summary>The height of rows.</summary>
    internal static double HeightOf(int rows, int bars) => rows * ((bars * (Thickness + 1)) + Gap);

    /// <summary>The right end of the bar of a value.</summary>
    public double X(double value) => Left + (Math.Clamp(value / Longest, 0, 1) * (Right - Left));

    /// <summary>The top of a bar.</summary>
    public double Y(int row, int bar) => Top + HeightOf(row, Bars) + (Gap / 2) + (bar * (Thickness + 1));

    /// <summary>The middle of a row.</summary>
    public double Middle(int row) => Top + HeightOf(row, Bars) + (HeightOf(1, Bars) / 2);
}
