namespace Inkling.Figures.Drawing;

/// <summary>Rows of bars that lie: a name on the left, then its bars, each with its value behind it.</summary>
/// <param name="Left">Where bars begin.</param>
/// <param name="Right">Where the longest one ends.</param>
/// <param name="Top">Where the first row begins.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Bars">How many bars a row has, at least 1.</param>
/// <param name="Longest">The value of the longest bar, above 0.</param>
public sealed record BarRows(double Left, double Right, double Top, int Rows, int Bars, double Longest)
{
    /// <summary>How thick a bar is.</summary>
    internal const double Thickness = 13;

    private const double Gap = 6, Margin = 12, LeastOfAll = 30;

    /// <summary>Where the last row ends.</summary>
    public double Bottom => Top + HeightOf(Rows, Bars);

    /// <summary>Units across from the left end of the names to that of the bars.</summary>
    internal double NameWidth => Left - 8 - Margin;

    /// <summary>Rows between the edges of a picture, with room for the names (two fifths at most) and for the longest value.</summary>
    internal static BarRows Of(IReadOnlyList<string> names, int bars, double width, double top, double longest, string label)
    {
        var named = names.Select(name => TextLayout.Width(name)).DefaultIfEmpty(0).Max();
        var left = Margin + 8 + Math.Min(named, width * 0.4);
        return new BarRows(
            left, Math.Max(left + LeastOfAll, width - Margin - 5 - TextLayout.Width(label, TextLayout.SmallSize)), top, names.Count, bars, longest);
    }

    /// <summary>Units downwards that rows take.</summary>
    internal static double HeightOf(int rows, int bars) => rows * ((bars * (Thickness + 1)) + Gap);

    /// <summary>Where the bar of a value ends.</summary>
    public double X(double value) => Left + (Math.Clamp(value / Longest, 0, 1) * (Right - Left));

    /// <summary>The upper edge of a bar.</summary>
    public double Y(int row, int bar) => Top + HeightOf(row, Bars) + (Gap / 2) + (bar * (Thickness + 1));

    /// <summary>The middle of a row.</summary>
    public double Middle(int row) => Top + HeightOf(row, Bars) + (HeightOf(1, Bars) / 2);
}
