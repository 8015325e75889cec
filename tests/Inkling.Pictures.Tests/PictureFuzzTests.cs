using System.Diagnostics;
using Inkling.Tests.Formats;
using SkiaSharp;

namespace Inkling.Pictures.Tests;

/// <summary>
/// Feeds damaged pictures to the reader: each is read or refused with InvalidDataException in one line, in time. 400 cases for a format;
/// INKLING_FUZZ=N sets N.
/// </summary>
public class PictureFuzzTests
{
    private const string Name = "fuzz.bin";

    private static readonly int Cases = int.TryParse(Environment.GetEnvironmentVariable("INKLING_FUZZ"), out var cases) ? cases : 400;

    [Theory]
    [InlineData("PNG")]
    [InlineData("JPEG")]
    [InlineData("WebP")]
    [InlineData("BMP")]
    [InlineData("GIF")]
    public async Task Damaged_pictures_are_read_or_refused(string format)
    {
        var files = Files(format);
        var (accepted, refused) = (0, 0);
        await Task.Run(() =>
        {
            for (var i = 0; i < Cases; i++)
            {
                var random = RandomStream.ForItem(21, (ulong)i);
                var file = files[i % files.Length];
                if (IsRead(format == "PNG" && i % 4 > 0 ? PngDamage.Of(file, random) : Mutations.Of(file, random), i))
                    accepted++;
                else
                    refused++;
            }
        }).WaitAsync(TimeSpan.FromSeconds(60 + (Cases / 20)));

        // Damage that is always refused, or never, would test little.
        refused.ShouldBeGreaterThan(Cases / 10);
        if (Cases >= 400)
            accepted.ShouldBeGreaterThan(Cases / 100);
    }

    private static byte[][] Files(string format) => format switch
    {
        "PNG" => [Samples.Bytes("seven.png"), Samples.Bytes("seven-16bit.png"), Samples.Encode(Samples.Seven, SKEncodedImageFormat.Png)],
        "JPEG" => [Samples.Bytes("seven-exif6.jpg"), Samples.Bytes("seven-cmyk.jpg"), Samples.Bytes("seven-progressive.jpg")],
        "WebP" => [Samples.Bytes("seven-exif6.webp"), Samples.Bytes("seven-animated.webp")],
        "BMP" => [Samples.EncodeBmp(Samples.Seven)],
        _ => [Samples.Bytes("seven-animated.gif")],
    };

    private static bool IsRead(byte[] content, int item)
    {
        var started = Stopwatch.GetTimestamp();
        var isRead = true;
        try
        {
            var picture = PictureFile.Read(new MemoryStream(content), Name);
            ((long)picture.Width * picture.Height).ShouldBeLessThanOrEqualTo(PictureFile.MaximumPixels);
        }
        catch (InvalidDataException error) when (error.Message.StartsWith(Name + ": ", StringComparison.Ordinal)
            && !error.Message.Contains('\n'))
        {
            isRead = false;
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"case {item}: {Convert.ToHexString(content)}", error);
        }

        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(20), $"case {item}");
        return isRead;
    }
}
