using Inkling.Formats;

namespace Inkling.Pictures;

/// <summary>Reads a picture file: PNG, JPEG, WebP, BMP or GIF, recognised by its content and not by its name.</summary>
/// <remarks>
/// <para>
/// Of an animated file the first frame is read. A JPEG or WebP picture is rotated and mirrored according to its EXIF orientation.
/// Transparent places show the background. Colour becomes grey by Rec. ITU-R BT.709-6 (item 3.2) of the stored, gamma-encoded values;
/// colour profiles are ignored. 16-bit samples keep their high byte.
/// </para>
/// <para>
/// Content is never trusted: the size that a header states is compared with the limits below before memory for pixels is allocated, and a
/// file that ends early is an error, not a picture with a grey rest.
/// </para>
/// </remarks>
public static class PictureFile
{
    /// <summary>The largest picture that is read, in pixels: 2^26 = 67,108,864.</summary>
    public const int MaximumPixels = 1 << 26;

    /// <summary>The longest file that is read, in bytes: 2^28.</summary>
    public const int MaximumFileBytes = 1 << 28;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The picture file.</param>
    /// <param name="background">The grey level behind transparent places; 255 is white paper.</param>
    /// <returns>The picture in grey levels.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    /// <exception cref="InvalidDataException">
    /// The content is of another format, damaged, cut short or beyond the limits, or the path is a folder, pipe or device; the message is
    /// one line that begins with the path.
    /// </exception>
    /// <exception cref="PlatformNotSupportedException">The native library of SkiaSharp cannot be loaded.</exception>
    public static GrayImage Read(string path, byte background = 255) => Decode(path).ToGray(background);

    /// <summary>Reads a stream from its position to its end.</summary>
    /// <param name="stream">The content of a picture file.</param>
    /// <param name="name">The name of the picture in messages.</param>
    /// <param name="background">The grey level behind transparent places; 255 is white paper.</param>
    /// <returns>The picture in grey levels.</returns>
    /// <exception cref="InvalidDataException">
    /// The content is of another format, damaged, cut short or beyond the limits; the message is one line that begins with the name.
    /// </exception>
    /// <exception cref="PlatformNotSupportedException">The native library of SkiaSharp cannot be loaded.</exception>
    public static GrayImage Read(Stream stream, string name, byte background = 255) =>
        PictureDecoder.Decode(PictureContent.Read(stream, name), name).ToGray(background);

    /// <summary>Reads the content of a file.</summary>
    /// <param name="content">The whole content of a picture file.</param>
    /// <param name="name">The name of the picture in messages.</param>
    /// <param name="background">The grey level behind transparent places; 255 is white paper.</param>
    /// <returns>The picture in grey levels.</returns>
    /// <exception cref="InvalidDataException">
    /// The content is of another format, damaged, cut short or beyond the limits; the message is one line that begins with the name.
    /// </exception>
    /// <exception cref="PlatformNotSupportedException">The native library of SkiaSharp cannot be loaded.</exception>
    public static GrayImage Read(ReadOnlySpan<byte> content, string name, byte background = 255)
    {
        PictureContent.Check(content, name);
        return PictureDecoder.Decode(content, name).ToGray(background);
    }

    /// <summary>Reads the size that the header of a picture states, in microseconds; the rest of the content may be damaged.</summary>
    /// <param name="content">The whole content of a picture file.</param>
    /// <param name="name">The name of the picture in messages.</param>
    /// <returns>The number of rows and columns of pixels before it is turned upright.</returns>
    /// <exception cref="InvalidDataException">
    /// The content is of another format, or its header is damaged; the message is one line that begins with the name.
    /// </exception>
    /// <exception cref="PlatformNotSupportedException">The native library of SkiaSharp cannot be loaded.</exception>
    public static Size2d ReadSize(ReadOnlySpan<byte> content, string name)
    {
        PictureContent.Check(content, name);
        return PictureDecoder.ReadSize(content, name);
    }

    /// <summary>Decodes a file without deciding on a background.</summary>
    internal static DecodedPicture Decode(string path)
    {
        using var stream = RegularFile.OpenRead(path);
        return PictureDecoder.Decode(PictureContent.Read(stream, path), path);
    }
}
