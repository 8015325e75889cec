using System.IO.Compression;

namespace Inkling.Formats;

/// <summary>
/// Writes PNG (W3C, Portable Network Graphics, 3rd edition): grey, RGB, either with alpha, or a palette, without interlace. Pictures are
/// read by <c>Inkling.Pictures</c>.
/// </summary>
public static class Png
{
    /// <summary>Writes a picture. The same picture and options give the same bytes.</summary>
    /// <param name="stream">The stream to write to.</param>
    /// <param name="image">The picture.</param>
    /// <param name="compression">The effort to compress.</param>
    /// <param name="palette">Whether to number the colours, of which there are at most 256, with as few bits as they need.</param>
    /// <exception cref="ArgumentException">There are more than 256 colours for a palette.</exception>
    public static void Write(
        Stream stream, PngImage image, CompressionLevel compression = CompressionLevel.Optimal, bool palette = false) =>
        PngWriter.Write(stream, image, compression, palette ? PngPalette.Of(image) : null);

    /// <summary>Writes a grey image.</summary>
    /// <param name="stream">The stream to write to.</param>
    /// <param name="width">The number of columns, at least 1.</param>
    /// <param name="height">The number of rows, at least 1.</param>
    /// <param name="pixels">[height, width] bytes; 0 is black and 255 is white.</param>
    /// <exception cref="ArgumentException">The sizes do not fit the pixels.</exception>
    public static void WriteGray(Stream stream, int width, int height, byte[] pixels) =>
        Write(stream, new PngImage(width, height, 1, pixels));
}
