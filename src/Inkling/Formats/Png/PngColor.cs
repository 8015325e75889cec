namespace Inkling.Formats;

/// <summary>How a PNG file stores colour; the values are those of its header (PNG 3rd edition, section 11.2.1).</summary>
public enum PngColor
{
    /// <summary>Shades of grey at 1, 2, 4, 8 or 16 bits.</summary>
    Gray = 0,

    /// <summary>Red, green and blue at 8 or 16 bits each.</summary>
    Rgb = 2,

    /// <summary>An index of 1, 2, 4 or 8 bits into at most 256 colours, which may be partly transparent.</summary>
    Palette = 3,

    /// <summary>Grey and alpha at 8 or 16 bits each.</summary>
    GrayAlpha = 4,

    /// <summary>Red, green, blue and alpha at 8 or 16 bits each.</summary>
    Rgba = 6,
}
