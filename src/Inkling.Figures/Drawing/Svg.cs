using System.Globalization;

namespace Inkling.Figures.Drawing;

/// <summary>What drawing needs besides elements: numbers as SVG and as people write them, and how much room words take.</summary>
internal static class Svg
{
    /// <summary>The height of ordinary text, in units.</summary>
    public const double TextSize = 14;

    /// <summary>The height of a title, in units.</summary>
    public const double TitleSize = 17;

    /// <summary>The height of small text, in units.</summary>
    public const double SmallSize = 11.5;

    // Of the letters that are common in the system's fonts, as a share of the size; somewhat wide, so that what is planned fits.
    private const double MeanLetter = 0.56;

    /// <summary>A coordinate: at most two decimals, whatever the culture.</summary>
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A value as people read it: up to five digits, whatever the culture.</summary>
    public static string Value(double value) => value.ToString("G5", CultureInfo.InvariantCulture);

    /// <summary>A share as a percentage, with as many decimals as asked for.</summary>
    public static string Percent(double share, int decimals = 1) => (share * 100).ToString($"F{decimals}", CultureInfo.InvariantCulture) + " %";

    /// <summary>Units that words take across, about.</summary>
    public static double TextWidth(string text, double size = TextSize) => text.Length * size * MeanLetter;

    /// <summary>Words in lines of a width.</summary>
    public static IReadOnlyList<string> Wrap(string text, double width, double size = TextSize)
    {
        var lines = new List<string>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && TextWidth($"{lines[^1]} {word}", size) <= width)
                lines[^1] += $" {word}";
            else
                lines.Add(word);
        }

        return lines;
    }
}
