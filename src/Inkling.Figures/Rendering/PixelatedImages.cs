using System.Globalization;
using System.Xml.Linq;
using SkiaSharp;

namespace Inkling.Figures.Rendering;

/// <summary>Enlarges embedded images without smoothing: for a renderer of SVG that does not know image-rendering: pixelated.</summary>
internal static class PixelatedImages
{
    private const string Prefix = "data:image/png;base64,";

    /// <summary>Replaces each embedded image of a figure by one of at least the pixels that it is drawn with.</summary>
    /// <param name="svg">The figure; changed in place.</param>
    /// <param name="scale">Pixels per unit of the figure.</param>
    public static void Enlarge(XElement svg, int scale)
    {
        foreach (var element in svg.Descendants().Where(element => element.Name.LocalName == "image"))
        {
            using var image = SKBitmap.Decode(Convert.FromBase64String(element.Attribute("href")!.Value[Prefix.Length..]));
            var size = new SKSizeI(Multiple(image.Width, Length(element, "width")), Multiple(image.Height, Length(element, "height")));
            using var enlarged = image.Resize(size, new SKSamplingOptions(SKFilterMode.Nearest));
            using var png = enlarged.Encode(SKEncodedImageFormat.Png, quality: 100);
            element.SetAttributeValue("href", Prefix + Convert.ToBase64String(png.AsSpan()));
        }

        double Length(XElement element, string name) =>
            double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture) * scale;
    }

    /// <summary>The smallest multiple of a number of pixels that is not less than a length.</summary>
    private static int Multiple(int pixels, double length) => pixels * (int)Math.Max(1, Math.Ceiling(length / pixels));
}
