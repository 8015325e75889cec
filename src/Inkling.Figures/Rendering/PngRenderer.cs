using System.Runtime.InteropServices;
using System.Xml.Linq;
using SkiaSharp;
using Svg.Skia;

namespace Inkling.Figures.Rendering;

/// <summary>Renders figures as PNG with Svg.Skia. Native code is loaded by the first call, and by nothing else in this assembly.</summary>
internal static class PngRenderer
{
    /// <summary>Pixels per unit, so that text is sharp on paper.</summary>
    public const int Scale = 2;

    /// <summary>Renders a figure.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="scheme">Its colours.</param>
    /// <returns>A PNG file of <see cref="Scale"/> pixels per unit.</returns>
    /// <exception cref="PlatformNotSupportedException">A native library cannot be loaded.</exception>
    public static byte[] Render(Figure figure, ColorScheme scheme)
    {
        try
        {
            return Draw(figure, scheme);
        }
        catch (Exception error) when ((error.InnerException ?? error) is DllNotFoundException or BadImageFormatException)
        {
            throw new PlatformNotSupportedException(
                "PNG files cannot be drawn, because a native library, libSkiaSharp or libHarfBuzzSharp, cannot be loaded; "
                + $"expected one for {RuntimeInformation.RuntimeIdentifier} beside the program, or a name that ends in .svg", error);
        }
    }

    private static byte[] Draw(Figure figure, ColorScheme scheme)
    {
        var svg = XElement.Parse(figure.ToSvg());
        var palette = scheme == ColorScheme.Dark ? Palette.Dark : Palette.Light;
        StyleInliner.Inline(svg, palette);
        PixelatedImages.Enlarge(svg, Scale);
        using var drawing = new SKSvg();
        drawing.Settings.TypefaceProviders = [new ShippedFonts()];
        using var picture = drawing.FromSvg(svg.ToString(SaveOptions.DisableFormatting))
            ?? throw new InvalidOperationException($"{figure.Title}: the figure cannot be rendered");
        using var bitmap = new SKBitmap((int)Math.Ceiling(figure.Width) * Scale, (int)Math.Ceiling(figure.Height) * Scale);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColor.Parse(palette.Ground));
        canvas.Scale(Scale);
        canvas.DrawPicture(picture);
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }
}
