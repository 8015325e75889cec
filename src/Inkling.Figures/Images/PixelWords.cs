using System.Globalization;

namespace Inkling.Figures.Images;

/// <summary>What figures of images say in words.</summary>
internal static class PixelWords
{
    /// <summary>Three digits with a sign: +0.125, −3.1, 0.</summary>
    public static string Signed(double value) => value switch
    {
        0 => "0",
        double.PositiveInfinity or double.NegativeInfinity => Drawing.Svg.Value(value),
        > 0 => "+" + value.ToString("G3", CultureInfo.InvariantCulture),
        < 0 => "−" + (-value).ToString("G3", CultureInfo.InvariantCulture),
        _ => "not a number",
    };

    /// <summary>That there are values that are not numbers, and how they are drawn; nothing if all are.</summary>
    public static string NotNumbers(IReadOnlyList<Raster> images)
    {
        var count = images.Sum(image => image.NotNumbers);
        return count == 0 ? "" : $"{Count(count, "value")} {(count == 1 ? "is not a number" : "are not numbers")}: amber.";
    }

    /// <summary>1 image, 2 images.</summary>
    public static string Count(int count, string noun) => count == 1
        ? $"1 {noun}"
        : $"{count.ToString("N0", CultureInfo.InvariantCulture)} {noun}s";
}
