using System.Runtime.InteropServices;
using SkiaSharp;

namespace Inkling.Pictures;

/// <summary>
/// Decodes pictures with Skia. The only class that touches SkiaSharp, so that the preparation of pixels runs where Skia's native library
/// does not.
/// </summary>
internal static class PictureDecoder
{
    /// <summary>Decodes the first frame of a picture file.</summary>
    /// <param name="content">The whole file, as <see cref="PictureContent"/> reads it.</param>
    /// <param name="name">The name of the picture in messages.</param>
    /// <exception cref="InvalidDataException">The content is damaged, cut short or beyond the limits.</exception>
    /// <exception cref="PlatformNotSupportedException">The native library of SkiaSharp cannot be loaded.</exception>
    public static DecodedPicture Decode(ReadOnlySpan<byte> content, string name)
    {
        var format = PictureFormat.Recognise(content)!;
        if (format == PictureFormat.Jpeg && JpegMarkers.HasTooManyScans(content))
            throw Refuse(name, $"a JPEG picture of more than {JpegMarkers.MaximumScans} scans, which would take too long");
        if (format == PictureFormat.Jpeg && !JpegMarkers.IsComplete(content))
            throw Refuse(name, "the JPEG picture is cut short");
        try
        {
            return Decode(content, name, format);
        }
        catch (Exception error) when (IsMissingLibrary(error))
        {
            throw MissingLibrary(error, name);
        }
    }

    /// <summary>Reads the size of a picture from its header.</summary>
    /// <inheritdoc cref="Decode(ReadOnlySpan{byte}, string)"/>
    public static unsafe Size2d ReadSize(ReadOnlySpan<byte> content, string name)
    {
        try
        {
            fixed (byte* bytes = content)
            {
                using var data = SKData.Create((nint)bytes, content.Length);
                using var codec = Open(data, name, PictureFormat.Recognise(content)!);
                return (codec.Info.Height, codec.Info.Width);
            }
        }
        catch (Exception error) when (IsMissingLibrary(error))
        {
            throw MissingLibrary(error, name);
        }
    }

    private static SKCodec Open(SKData data, string name, string format) =>
        SKCodec.Create(data) ?? throw Refuse(name, $"the {format} picture is damaged or cut short");

    private static unsafe DecodedPicture Decode(ReadOnlySpan<byte> content, string name, string format)
    {
        fixed (byte* bytes = content)
        {
            using var data = SKData.Create((nint)bytes, content.Length);
            using var codec = Open(data, name, format);
            var info = codec.Info;
            if (Math.BigMul(info.Width, info.Height) > PictureFile.MaximumPixels)
            {
                throw Refuse(name, $"a {format} picture of {info.Width:N0} x {info.Height:N0} pixels, at most as many as "
                    + $"{Math.Sqrt(PictureFile.MaximumPixels):N0} x {Math.Sqrt(PictureFile.MaximumPixels):N0} are read");
            }

            // No colour space: samples are not converted from that of the file.
            var isGray = info.ColorType == SKColorType.Gray8;
            var (color, alpha) = isGray ? (SKColorType.Gray8, SKAlphaType.Opaque) : (SKColorType.Rgba8888, SKAlphaType.Unpremul);
            var target = new SKImageInfo(info.Width, info.Height, color, alpha);
            var samples = GC.AllocateUninitializedArray<byte>(target.BytesSize);
            fixed (byte* pixels = samples)
            {
                var result = codec.GetPixels(target, (nint)pixels);
                if (result != SKCodecResult.Success)
                    throw Refuse(name, $"the {format} picture is {(result == SKCodecResult.IncompleteInput ? "cut short" : "damaged")}");
            }

            return new DecodedPicture(
                info.Width, info.Height, isGray ? 1 : 4, samples, Orientation.FromExif((int)codec.EncodedOrigin));
        }
    }

    private static bool IsMissingLibrary(Exception error) =>
        (error.InnerException ?? error) is DllNotFoundException or BadImageFormatException;

    private static PlatformNotSupportedException MissingLibrary(Exception error, string name) => new(
        $"{name}: pictures cannot be read, because the native library of SkiaSharp, libSkiaSharp, cannot be loaded; "
        + $"expected one for {RuntimeInformation.RuntimeIdentifier} beside the program", error);

    private static InvalidDataException Refuse(string name, string reason) => new($"{name}: {reason}");
}
