namespace Inkling.Formats;

/// <summary>
/// Reads and writes PNG (W3C, Portable Network Graphics, 3rd edition) in full: grey, RGB, palette and alpha at 1 to 16 bits, transparent
/// colours, Adam7 interlace. Gamma and colour profiles are passed over.
/// </summary>
/// <remarks>
/// Reading is strict and bounded: every chunk's checksum is verified, and a header that claims more than the limits below, or more than its
/// compressed data can hold, is refused before memory is taken. What follows after the end chunk is not looked at.
/// </remarks>
public static class Png
{
    /// <summary>The largest picture that is read: 2^26 = 67,108,864 pixels.</summary>
    public const int MaximumPixels = 1 << 26;

    /// <summary>The most bytes that a decoded picture may take: 2^28, which is the largest picture as 8-bit RGBA.</summary>
    public const int MaximumDecodedBytes = 1 << 28;

    /// <summary>The longest file that is read: 2^28 bytes.</summary>
    public const int MaximumFileBytes = 1 << 28;

    /// <summary>Reads a picture from where <paramref name="stream"/> stands; the stream is read to its end.</summary>
    /// <param name="stream">A PNG file's content.</param>
    /// <param name="name">What messages call the file.</param>
    /// <exception cref="InvalidDataException">The content is not a whole, valid PNG picture, or is larger than the limits.</exception>
    public static PngImage Read(Stream stream, string name) =>
        PngReader.Read(BoundedReader.ReadToEnd(stream, name, MaximumFileBytes), name);

    /// <summary>Reads the picture in a file.</summary>
    /// <exception cref="InvalidDataException">The content is not a whole, valid PNG picture, or is larger than the limits.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    public static PngImage ReadFile(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return Read(file, path);
    }

    /// <summary>Writes a picture. The same picture and options give the same bytes.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="image">The picture, within the limits for reading.</param>
    /// <param name="options">How to store it; left out: as the picture is.</param>
    /// <exception cref="ArgumentException">The options do not fit the picture, such as a palette for more colours than its depth can
    /// number.</exception>
    public static void Write(Stream stream, PngImage image, PngWriteOptions? options = null) =>
        PngWriter.Write(stream, image, options ?? new PngWriteOptions());

    /// <summary>Writes shades of grey as an 8-bit grey picture.</summary>
    /// <param name="stream">The stream to write to.</param>
    /// <param name="width">The number of columns, at least 1.</param>
    /// <param name="height">The number of rows, at least 1.</param>
    /// <param name="pixels">[height, width] bytes; 0 is black and 255 is white.</param>
    /// <exception cref="ArgumentException">The sizes do not fit the pixels.</exception>
    public static void WriteGray(Stream stream, int width, int height, byte[] pixels) =>
        Write(stream, new PngImage(width, height, 1, 8, pixels));
}
