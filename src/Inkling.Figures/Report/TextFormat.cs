using System.Globalization;
using Inkling.Figures.Drawing;
using Inkling.Figures.Images;

namespace Inkling.Figures.Report;

/// <summary>Numbers as the sentences of a report have them, whatever the culture.</summary>
internal static class TextFormat
{
    /// <summary>97.97 %; not known where there is no number.</summary>
    public static string Percent(double share, int decimals = 2) => double.IsFinite(share) ? Svg.Percent(share, decimals) : "not known";

    /// <summary>A probability, which is hardly ever quite 0 or 1: less than 0.01 %, 64.03 %, more than 99.99 %.</summary>
    public static string Probability(double share) => share switch
    {
        < 0.0001 => "less than 0.01 %",
        > 0.9999 => "more than 99.99 %",
        _ => Percent(share),
    };

    /// <summary>97.97 %, or a dash in a table.</summary>
    public static string Cell(double share) => double.IsFinite(share) ? Svg.Percent(share, 2) : "–";

    /// <summary>12,345.</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>1 image, 12,345 images.</summary>
    public static string Count(int number, string noun) => PixelWords.Count(number, noun);

    /// <summary>Three digits: 0.0453, 12.3.</summary>
    public static string Number(double value) => Svg.Value(value, digits: 3);

    /// <summary>Four decimals, as tables of losses have them.</summary>
    public static string Loss(double value) => double.IsFinite(value) ? value.ToString("0.0000", CultureInfo.InvariantCulture) : "–";

    /// <summary>A class with its article: a 7, an 8, an ox.</summary>
    public static string A(string name) =>
        name is "11" or "18" || (name.Length > 0 && "8aeioAEIO".Contains(name[0])) ? $"an {name}" : $"a {name}";

    /// <summary>Keeps a number and its % on one line.</summary>
    public static string Unbroken(string text) => text.Replace(" %", "\u00a0%", StringComparison.Ordinal);

    /// <summary>a, b and c.</summary>
    public static string List(IReadOnlyList<string> words) => words.Count < 2
        ? string.Concat(words)
        : $"{string.Join(", ", words.SkipLast(1))} and {words[^1]}";

    /// <summary>The first letter as a capital.</summary>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
