using System.IO.Compression;

namespace Inkling.Formats;

/// <summary>
/// How <see cref="Png.Write(Stream, PngImage, PngWriteOptions?)"/> stores a picture; what is left out follows from the picture.
/// </summary>
public sealed record PngWriteOptions
{
    /// <summary>
    /// The colour type: the picture's own channels, or <see cref="PngColor.Palette"/> for at most 256 different 8-bit colours.
    /// </summary>
    public PngColor? Color { get; init; }

    /// <summary>
    /// Bits of a sample or palette index, where the colour type allows them; samples are rounded to the nearest level. Left out: the
    /// picture's own depth, or the smallest that holds the palette.
    /// </summary>
    public int? BitDepth { get; init; }

    /// <summary>Whether the rows are stored in Adam7's seven passes.</summary>
    public bool Interlaced { get; init; }

    /// <summary>How hard to compress.</summary>
    public CompressionLevel Compression { get; init; } = CompressionLevel.Optimal;
}
