namespace Inkling.Figures.Drawing;

/// <summary>The range of an axis and the round numbers to write along it.</summary>
/// <param name="Low">Where the axis begins.</param>
/// <param name="High">Where it ends; above <paramref name="Low"/>.</param>
/// <param name="Values">Round numbers from low to high, ascending.</param>
public sealed record AxisTicks(double Low, double High, IReadOnlyList<double> Values)
{
    /// <summary>An axis for values, from one round number to another: steps of 1, 2 or 5 times a power of ten.</summary>
    /// <param name="low">The smallest value, finite.</param>
    /// <param name="high">The largest value, finite.</param>
    /// <param name="count">About how many numbers there is room for.</param>
    public static AxisTicks Linear(double low, double high, int count = 6)
    {
        if (!(high > low))
        {
            var margin = low == 0 ? 1 : Math.Abs(low) / 2;
            (low, high) = (low - margin, low + margin);
        }

        var rough = (high - low) / count;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        var (first, last) = (Math.Floor((low / step) + 1e-9), Math.Ceiling((high / step) - 1e-9));
        return new AxisTicks(first * step, last * step, [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => Rounded((first + i) * step, step))]);
    }

    /// <summary>An axis of powers of ten for values above 0.</summary>
    public static AxisTicks Logarithmic(double low, double high)
    {
        var (first, last) = ((int)Math.Floor(Math.Log10(low) + 1e-9), (int)Math.Ceiling(Math.Log10(high) - 1e-9));
        last = Math.Max(last, first + 1);
        return new AxisTicks(Math.Pow(10, first), Math.Pow(10, last), [.. Enumerable.Range(first, last - first + 1).Select(power => Math.Pow(10, power))]);
    }

    /// <summary>Without the digits that only rounding has put there: 0.3 and not 0.30000000000000004.</summary>
    private static double Rounded(double value, double step) => Math.Round(value, Math.Clamp((int)Math.Ceiling(-Math.Log10(step)), 0, 15));
}
