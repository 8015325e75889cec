using System.Globalization;

namespace Inkling.Figures.Drawing;

/// <summary>Numbers as text, the same in every culture.</summary>
internal static class NumberFormat
{
    /// <summary>A coordinate of SVG, with at most two decimals.</summary>
    public static string Coordinate(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>
    /// A value in text: every digit of a whole number with thousands separators, at most five significant digits of any other.
    /// </summary>
    /// <param name="value">Any value.</param>
    /// <param name="digits">The significant digits of a number with decimals, 1 to 5.</param>
    public static string Value(double value, int digits = 5) => Math.Abs(value) switch
    {
        0 => "0",
        double.NaN => "NaN",
        double.PositiveInfinity => value > 0 ? "infinite" : "-infinite",
        >= 1e10 or < 1e-4 => value.ToString($"0.{new string('#', digits - 1)}e0", CultureInfo.InvariantCulture),
        >= 1e4 => value.ToString("#,0", CultureInfo.InvariantCulture),
        var size when size == Math.Floor(size) => value.ToString("#,0", CultureInfo.InvariantCulture),
        _ => value.ToString($"G{digits}", CultureInfo.InvariantCulture),
    };

    /// <summary>A value with its sign and three significant digits: +0.125, −3.1, 0.</summary>
    public static string Signed(double value) => value switch
    {
        0 => "0",
        double.PositiveInfinity or double.NegativeInfinity => Value(value),
        > 0 => "+" + value.ToString("G3", CultureInfo.InvariantCulture),
        < 0 => "−" + (-value).ToString("G3", CultureInfo.InvariantCulture),
        _ => "NaN",
    };

    /// <summary>A round number along an axis: 0.0005, 200, 1.5k, 2M.</summary>
    public static string Tick(double value) => Math.Abs(value) switch
    {
        >= 1e15 => Value(value),
        >= 1e9 => Tick(value / 1e9, "B"),
        >= 1e6 => Tick(value / 1e6, "M"),
        >= 1e3 => Tick(value / 1e3, "k"),
        _ => Value(value),
    };

    /// <summary>A count in at most five characters: 980, 5.9k, 123k, 1.2M.</summary>
    public static string Compact(long count)
    {
        var (value, unit) = count switch
        {
            < 1_000 => (count, ""),
            < 999_500 => (count / 1e3, "k"),
            < 999_500_000 => (count / 1e6, "M"),
            _ => (count / 1e9, "B"),
        };
        return value.ToString(unit.Length > 0 && value < 9.95 ? "0.0" : "0", CultureInfo.InvariantCulture) + unit;
    }

    /// <summary>A fraction as a percentage: 97.9 %; "not known" for NaN and infinity.</summary>
    /// <param name="fraction">The fraction, 1 for 100 %.</param>
    /// <param name="decimals">The decimals of the percentage.</param>
    public static string Percent(double fraction, int decimals = 1) => double.IsFinite(fraction)
        ? (fraction * 100).ToString($"F{decimals}", CultureInfo.InvariantCulture) + " %"
        : "not known";

    /// <summary>A fraction as a percentage with two decimals in a table; a dash for NaN and infinity.</summary>
    public static string PercentCell(double fraction) => double.IsFinite(fraction) ? Percent(fraction, 2) : "–";

    /// <summary>A probability, which is hardly ever exactly 0 or 1: less than 0.01 %, 64.03 %, more than 99.99 %.</summary>
    public static string Probability(double probability) => probability switch
    {
        < 0.0001 => "less than 0.01 %",
        > 0.9999 => "more than 99.99 %",
        _ => Percent(probability, 2),
    };

    /// <summary>A loss with four decimals; a dash for NaN and infinity.</summary>
    public static string Loss(double value) => double.IsFinite(value) ? value.ToString("0.0000", CultureInfo.InvariantCulture) : "–";

    private static string Tick(double value, string unit) => value.ToString("0.###", CultureInfo.InvariantCulture) + unit;
}
