using System.IO.Compression;
using Inkling.Formats;

namespace Inkling.Figures.Images;

/// <summary>
/// Renders values as pixels of a PNG that is embedded in a figure, as a data URI. Ink is black on white, also in the dark setting: as on
/// paper, and as signed values, whose zero is white too. The colours are the data's and do not follow the reader's setting.
/// </summary>
internal static class RasterImage
{
    /// <summary>The number of colours on either side of zero.</summary>
    public const int Steps = 63;

    /// <summary>The colour of NaN: amber, which is in neither scale.</summary>
    public static readonly (byte Red, byte Green, byte Blue) NotANumber = (245, 175, 0);

    // From white at zero to the full colour. Red and blue of the same magnitude have about the same luminance.
    private static readonly (byte Red, byte Green, byte Blue)[] Negative = [(255, 255, 255), (238, 130, 112), (160, 12, 32)];
    private static readonly (byte Red, byte Green, byte Blue)[] Positive = [(255, 255, 255), (110, 160, 232), (16, 56, 148)];

    /// <summary>Ink as black on white; values outside 0 to 1 are clamped.</summary>
    /// <param name="image">The ink.</param>
    /// <param name="strength">The darkness of full ink, 0 to 1.</param>
    public static string Ink(Raster image, float strength = 1)
    {
        if (image.NotNumbers > 0)
        {
            return Uri(image, 3, Of(image, 3, (ink, pixel) =>
            {
                if (float.IsNaN(ink))
                    (pixel[0], pixel[1], pixel[2]) = NotANumber;
                else
                    pixel.Fill((byte)(255 - Level(ink, strength)));
            }));
        }

        return Uri(image, 1, Of(image, 1, (ink, pixel) => pixel[0] = (byte)(255 - Level(ink, strength))));
    }

    /// <summary>Ink as an overlay for another image: black, and transparent where there is no ink.</summary>
    /// <param name="image">The ink.</param>
    /// <param name="strength">The darkness of full ink, 0 to 1.</param>
    public static string Shadow(Raster image, float strength) =>
        Uri(image, 2, Of(image, 2, (ink, pixel) => pixel[1] = Level(float.IsNaN(ink) ? 0 : ink, strength)));

    /// <summary>Signed values: red below zero, white at zero, blue above.</summary>
    /// <param name="image">The values.</param>
    /// <param name="largest">The magnitude that has the full colour, as larger ones do.</param>
    public static string Signed(Raster image, double largest) => Uri(
        image,
        3,
        Of(image, 3, (value, pixel) => (pixel[0], pixel[1], pixel[2]) = Color(value, largest)),
        palette: true);

    /// <summary>The colour of a signed value.</summary>
    public static (byte Red, byte Green, byte Blue) Color(float value, double largest)
    {
        if (float.IsNaN(value))
            return NotANumber;
        var share = largest > 0 ? Math.Clamp(value / largest, -1, 1) : 0;
        var step = Math.Round(Math.Abs(share) * Steps) / Steps;
        var colors = share < 0 ? Negative : Positive;
        var (from, to, part) = step <= 0.5 ? (colors[0], colors[1], step * 2) : (colors[1], colors[2], (step * 2) - 1);
        return (Between(from.Red, to.Red, part), Between(from.Green, to.Green, part), Between(from.Blue, to.Blue, part));
    }

    private static byte Between(byte from, byte to, double part) => (byte)Math.Round(from + ((to - from) * part));

    private static byte Level(float ink, float strength) => (byte)MathF.Round(Math.Clamp(ink, 0, 1) * strength * 255);

    private static byte[] Of(Raster image, int channels, Painter paint)
    {
        var samples = new byte[image.Values.Length * channels];
        for (var i = 0; i < image.Values.Length; i++)
            paint(image.Values[i], samples.AsSpan(i * channels, channels));
        return samples;
    }

    private static string Uri(Raster image, int channels, byte[] samples, bool palette = false)
    {
        using var png = new MemoryStream();
        Png.Write(png, new PngImage(image.Columns, image.Rows, channels, samples), CompressionLevel.SmallestSize, palette);
        return "data:image/png;base64," + Convert.ToBase64String(png.GetBuffer(), 0, (int)png.Length);
    }

    private delegate void Painter(float value, Span<byte> pixel);
}
