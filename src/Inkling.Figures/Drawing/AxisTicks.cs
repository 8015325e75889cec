using System.Globalization;

namespace Inkling.Figures.Drawing;

/// <summary>The range of an axis and its ticks.</summary>
/// <param name="Low">The start of the axis.</param>
/// <param name="High">The end of the axis, above <paramref name="Low"/>.</param>
/// <param name="Values">The ticks: round numbers within the range, ascending.</param>
public sealed record AxisTicks(double Low, double High, IReadOnlyList<double> Values)
{
    // The difference of larger values might be infinite.
    private const double Largest = 1e300;

    /// <summary>An axis from one round number to another, in steps of 1, 2 or 5 times a power of ten.</summary>
    /// <param name="low">The smallest value, finite.</param>
    /// <param name="high">The largest value, finite.</param>
    /// <param name="count">The approximate number of ticks.</param>
    /// <param name="isWhole">Whether ticks are whole numbers, as for counts.</param>
    public static AxisTicks Linear(double low, double high, int count = 6, bool isWhole = false)
    {
        (low, high) = Separate(low, high, isWhole);
        var step = Step((high - low) / count, isWhole);
        var (first, last) = (Math.Floor((low / step) + 1e-9), Math.Ceiling((high / step) - 1e-9));
        return new AxisTicks(first * step, last * step, Ticks(first, last, step));
    }

    /// <summary>An axis from the smallest to the largest value, with ticks at round numbers.</summary>
    /// <param name="low">The smallest value, finite.</param>
    /// <param name="high">The largest value, finite.</param>
    /// <param name="count">The approximate number of ticks.</param>
    /// <param name="isWhole">Whether ticks are whole numbers, as for counts.</param>
    public static AxisTicks Exact(double low, double high, int count = 6, bool isWhole = false)
    {
        (low, high) = Separate(low, high, isWhole);
        var step = Step((high - low) / count, isWhole);
        return new AxisTicks(low, high, Ticks(Math.Ceiling((low / step) - 1e-9), Math.Floor((high / step) + 1e-9), step));
    }

    /// <summary>A logarithmic axis with ticks at powers of ten.</summary>
    /// <param name="low">The smallest value, above 0.</param>
    /// <param name="high">The largest value, finite.</param>
    /// <param name="count">The largest number of ticks, approximately.</param>
    public static AxisTicks Logarithmic(double low, double high, int count = 9)
    {
        var (first, last) = ((int)Math.Floor(Math.Log10(low) + 1e-9), (int)Math.Ceiling(Math.Log10(high) - 1e-9));
        last = Math.Max(last, first + 1);
        var step = (last - first + count) / count;
        return new AxisTicks(
            Power(first), Power(last),
            [.. Enumerable.Range(first, last - first + 1).Where(power => (power - first) % step == 0).Select(power => Power(power))]);
    }

    // Two ends that differ by so much that rounding does not make all ticks equal.
    private static (double Low, double High) Separate(double low, double high, bool isWhole)
    {
        (low, high) = (Math.Clamp(low, -Largest, Largest), Math.Clamp(high, -Largest, Largest));
        var size = Math.Max(Math.Abs(low), Math.Abs(high));
        if (high - low > Math.Max(size * 1e-9, 1e-300))
            return (low, high);
        var margin = isWhole ? Math.Max(1, size * 1e-6) : size < 1e-290 ? 1 : size / 2;
        return (low - margin, low + margin);
    }

    private static double Step(double rough, bool isWhole)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        return isWhole ? Math.Max(step, 1) : step;
    }

    private static IReadOnlyList<double> Ticks(double first, double last, double step) =>
        [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => Rounded((first + i) * step, step))];

    // Without the digits of rounding errors: 0.3 and not 0.30000000000000004.
    private static double Rounded(double value, double step) => Math.Round(value, Math.Clamp((int)Math.Ceiling(-Math.Log10(step)), 0, 15));

    // The double nearest to the power, which Math.Pow does not always give.
    private static double Power(int exponent) =>
        double.Parse(string.Create(CultureInfo.InvariantCulture, $"1e{exponent}"), CultureInfo.InvariantCulture);
}
