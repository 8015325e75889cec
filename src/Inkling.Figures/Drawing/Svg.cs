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

    /// <summary>How much wider bold letters are.</summary>
    public const double Bold = 1.1;

    /// <summary>A coordinate: at most two decimals, whatever the culture.</summary>
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A value as people read it: all digits of a whole number and at most five of another, whatever the culture.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="digits">Digits at most of a number with decimals, 1 to 5.</param>
    public static string Value(double value, int digits = 5) => Math.Abs(value) switch
    {
        0 => "0",
        double.NaN => "not a number",
        double.PositiveInfinity => value > 0 ? "infinite" : "-infinite",
        >= 1e10 or < 1e-4 => value.ToString($"0.{new string('#', digits - 1)}e0", CultureInfo.InvariantCulture),
        >= 1e4 => value.ToString("#,0", CultureInfo.InvariantCulture),
        var size when size == Math.Floor(size) => value.ToString("#,0", CultureInfo.InvariantCulture),
        _ => value.ToString($"G{digits}", CultureInfo.InvariantCulture),
    };

    /// <summary>A round number along an axis, in few letters: 0.0005, 200, 1.5k, 2M.</summary>
    public static string Tick(double value) => Math.Abs(value) switch
    {
        >= 1e15 => Value(value),
        >= 1e9 => Tick(value / 1e9, "B"),
        >= 1e6 => Tick(value / 1e6, "M"),
        >= 1e3 => Tick(value / 1e3, "k"),
        _ => Value(value),
    };

    /// <summary>A count where there is room for five letters only: 980, 5.9k, 123k, 1.2M.</summary>
    public static string Short(long count)
    {
        var (value, unit) =
        count switch
        {
            < 1_000 =>
        (count, ""),
            < 999_500 => (count / 1e3, "k"),
            < 999_500_000 => (count / 1e6, "M"),
            _ => (count / 1e9, "B")
        };
        return value.ToString(unit.Length > 0 && value < 9.95 ? "0.0" : "0", CultureInfo.InvariantCulture) + unit;
    }

    /// <summary>A share as a percentage, with as many decimals as asked for.</summary>
    public static string Percent(double share, int decimals = 1) =>
        (share * 100).ToString($"F{decimals}", CultureInfo.InvariantCulture) + " %";

    /// <summary>Units that words take across, about: of the wider of the fonts that systems have, so that what is planned fits.</summary>
    public static double TextWidth(string text, double size = TextSize) => text.Sum(Share) * size;

    /// <summary>Words in lines of a width; a word that is longer than a line is broken.</summary>
    public static IReadOnlyList<string> Wrap(string text, double width, double size = TextSize)
    {
        var lines = new List<string>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && TextWidth($"{lines[^1]} {word}", size) <= width)
            {
                lines[^1] += $" {word}";
                continue;
            }

            var rest = word;
            for (var length = Fitting(rest, width, size); length < rest.Length; length = Fitting(rest, width, size))
            {
                lines.Add(rest[..length]);
                rest = rest[length..];
            }

            lines.Add(rest);
        }

        return lines;
    }

    /// <summary>Bold words in as few lines as they need, all about as long.</summary>
    public static IReadOnlyList<string> WrapTitle(string text, double width, double size)
    {
        var lines = Wrap(text, width, size * Bold);
        for (var narrower = width - size; narrower > width / 2; narrower -= size)
        {
            var balanced = Wrap(text, narrower, size * Bold);
            if (balanced.Count > lines.Count)
                break;
            lines = balanced;
        }

        return lines;
    }

    /// <summary>Words as they are where there is room, else their beginning and an ellipsis.</summary>
    public static string Shorten(string text, double width, double size = TextSize) =>
        TextWidth(text, size) <= width + 0.01 ? text : text[..Fitting(text, width - size, size)].TrimEnd() + "…";

    private static int Fitting(string text, double width, double size)
    {
        var length = 0;
        for (var taken = 0.0; length < text.Length; length++)
        {
            taken += Share(text[length]) * size;
            if (taken > width)
                break;
        }

        // A letter at least, and never half of a pair.
        length = Math.Max(length, 1);
        return length < text.Length && char.IsLowSurrogate(text[length]) ? length + 1 : length;
    }

    private static string Tick(double value, string unit) => value.ToString("0.###", CultureInfo.InvariantCulture) + unit;

    // How wide a letter is, as a share of the size.
    private static double Share(char letter) => letter switch
    {
        'i' or 'j' or 'l' or '.' or ',' or ':' or ';' or '\'' or '|' or '!' or ' ' => 0.34,
        'f' or 'r' or 't' or 'I' or '(' or ')' or '[' or ']' or '-' or '/' or '"' => 0.43,
        'm' or 'w' or 'M' or 'W' or '%' or '@' => 0.95,
        >= 'A' and <= 'Z' => 0.72,
        < '\u2E80' => 0.63,
        _ => 1,
    };
}
