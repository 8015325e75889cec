using SkiaSharp;
using Svg.Skia.TypefaceProviders;

namespace Inkling.Figures.Rendering;

/// <summary>The fonts in this assembly, for every font family that a figure names: no font of the machine is asked for.</summary>
internal sealed class ShippedFonts : ITypefaceProvider
{
    private static readonly Lazy<SKTypeface> s_regular = new(() => Load("Inter-Regular.otf"));
    private static readonly Lazy<SKTypeface> s_semiBold = new(() => Load("Inter-SemiBold.otf"));

    /// <summary>Gets SemiBold for weights from 600, and Regular for others.</summary>
    public SKTypeface? FromFamilyName(string fontFamily, SKFontStyleWeight weight, SKFontStyleWidth width, SKFontStyleSlant slant) =>
        (weight >= SKFontStyleWeight.SemiBold ? s_semiBold : s_regular).Value;

    private static SKTypeface Load(string name)
    {
        using var stream = typeof(ShippedFonts).Assembly.GetManifestResourceStream(name);
        return SKTypeface.FromStream(stream) ?? throw new InvalidOperationException($"{name}: the font in this assembly cannot be read");
    }
}
