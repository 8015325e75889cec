using Inkling.Figures.Images;

namespace Inkling.Lab.Zoom;

/// <summary>The colours of signed values on a canvas, a byte for each: red below zero, white at zero, blue above.</summary>
internal static class ValueColors
{
    private const int Zero = 128, Steps = 127, NotANumber = 0;

    /// <summary>Gets red, green and blue of each byte: 256 times three.</summary>
    public static byte[] Palette { get; } = CreatePalette();

    /// <summary>Converts values to bytes; the largest magnitude of them has the full colour.</summary>
    /// <param name="values">The values; infinite ones have the full colour, NaN has one of its own.</param>
    /// <param name="count">The number of values to convert, the first ones; null for all.</param>
    public static byte[] Of(ReadOnlySpan<float> values, int? count = null)
    {
        var largest = 0f;
        foreach (var value in values)
        {
            if (float.IsFinite(value))
                largest = MathF.Max(largest, MathF.Abs(value));
        }

        var scale = largest > 0 ? Steps / largest : 1;
        var bytes = new byte[count ?? values.Length];
        // Rounded to the nearest; NaN becomes 0.
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(Zero + 0.5f + Math.Clamp(values[i] * scale, -Steps, Steps));

        return bytes;
    }

    private static byte[] CreatePalette()
    {
        var palette = new byte[256 * 3];
        for (var i = 0; i < 256; i++)
        {
            var color = RasterImage.Color(i == NotANumber ? float.NaN : i - Zero, Steps);
            (palette[3 * i], palette[(3 * i) + 1], palette[(3 * i) + 2]) = color;
        }

        return palette;
    }
}
