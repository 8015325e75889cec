using System.Globalization;
using Inkling.Analysis;

namespace Inkling.Lab.Zoom;

/// <summary>Numbers as text, the same in every culture.</summary>
internal static class NumberText
{
    /// <summary>Six significant digits: 0.125, -3.14159, 1E-07; a zero without a sign.</summary>
    public static string Of(double value) => (value + 0.0).ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>A share: 99.8 %.</summary>
    public static string Percent(float share) => (100 * share).ToString("0.0 '%'", CultureInfo.InvariantCulture);

    /// <summary>A shape: 64 x 7 x 7.</summary>
    public static string Of(Shape shape) => string.Join(" x ", shape.ToArray());

    /// <summary>The range of the output of a layer: -1.5 to 3.25, 12 of 128 are 0.</summary>
    public static string Range(Activation layer) =>
        $"{Of(layer.Min)} to {Of(layer.Max)}, {layer.Zeros} of {layer.Values.Length} are 0";
}
