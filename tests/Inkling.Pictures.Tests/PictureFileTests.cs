using Inkling.Tests.Data;
using Inkling.Tests.Formats;
using SkiaSharp;

namespace Inkling.Pictures.Tests;

public sealed class PictureFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static GrayImage Read(byte[] content, byte background = 255) =>
        PictureFile.Read(new MemoryStream(content), "some.file", background);

    private static void Refuse(byte[] content, string reason) => Refused.By(() => Read(content), "some.file", reason);

    [Theory]
    [InlineData("seven-exif2.jpg")]
    [InlineData("seven-exif3.jpg")]
    [InlineData("seven-exif4.jpg")]
    [InlineData("seven-exif5.jpg")]
    [InlineData("seven-exif6.jpg")]
    [InlineData("seven-exif7.jpg")]
    [InlineData("seven-exif8.jpg")]
    [InlineData("seven-exif6.webp")]
    [InlineData("seven-cmyk.jpg")]
    [InlineData("seven-progressive.jpg")]
    [InlineData("seven-animated.webp")]
    [InlineData("seven-animated.gif")]
    [InlineData("seven-16bit.png")]
    public void Every_kind_of_file_shows_the_same_picture(string name)
    {
        var picture = PictureFile.Read(Samples.Path(name));
        Samples.DifferenceFromSeven(picture).ShouldBeLessThan(4);
        DigitImages.MeanDifference(DigitPreparation.Prepare(picture), DigitPreparation.Prepare(Samples.Seven)).ShouldBeLessThan(6);
    }

    [Fact]
    public void A_format_without_loss_gives_the_exact_pixels()
    {
        Read(Samples.EncodePng(Samples.Seven)).Pixels.ShouldBe(Samples.Seven.Pixels);
        Read(Samples.EncodeBmp(Samples.Seven)).Pixels.ShouldBe(Samples.Seven.Pixels);
        Read(Samples.Encode(Samples.Seven, SKEncodedImageFormat.Png)).Pixels.ShouldBe(Samples.Seven.Pixels);
        PictureFile.Read(Samples.Path("seven-16bit.png")).Pixels.ShouldBe(Samples.Seven.Pixels);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void A_lossy_format_gives_nearly_the_pixels(SKEncodedImageFormat format) =>
        Samples.DifferenceFromSeven(Read(Samples.Encode(Samples.Seven, format))).ShouldBeLessThan(3);

    [Fact]
    public void Content_and_not_the_name_decides_on_the_format()
    {
        var path = _folder.Write("seven.jpg", Samples.EncodePng(Samples.Seven));
        PictureFile.Read(path).Pixels.ShouldBe(Samples.Seven.Pixels);
    }

    [Fact]
    public void A_stream_without_a_length_is_read_from_its_position()
    {
        var png = Samples.EncodePng(Samples.Seven);
        PictureFile.Read(new ForwardOnlyStream(png), "pipe").Pixels.ShouldBe(Samples.Seven.Pixels);

        var later = new MemoryStream([1, 2, 3, .. png]) { Position = 3 };
        PictureFile.Read(later, "later").Pixels.ShouldBe(Samples.Seven.Pixels);
    }

    [Fact]
    public void Colours_become_their_luma()
    {
        // Y = 0.2126 R + 0.7152 G + 0.0722 B, rounded.
        using var bitmap = new SKBitmap(5, 1, SKColorType.Rgba8888, SKAlphaType.Opaque);
        SKColor[] colors = [SKColors.Red, SKColors.Lime, SKColors.Blue, SKColors.White, new(10, 100, 200)];
        foreach (var (column, color) in colors.Index())
            bitmap.SetPixel(column, 0, color);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        Read(data.ToArray()).Pixels.ShouldBe([54, 182, 18, 255, 88]);
    }

    [Fact]
    public void Transparent_places_show_the_background()
    {
        using var bitmap = new SKBitmap(3, 1, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        bitmap.SetPixel(0, 0, new SKColor(100, 100, 100, 0));
        bitmap.SetPixel(1, 0, new SKColor(100, 100, 100, 51));
        bitmap.SetPixel(2, 0, new SKColor(100, 100, 100, 255));
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        Read(data.ToArray()).Pixels.ShouldBe([255, 224, 100]);
        Read(data.ToArray(), background: 0).Pixels.ShouldBe([0, 20, 100]);
    }

    [Theory]
    [InlineData("seven.png", "PNG")]
    [InlineData("seven-16bit.png", "PNG")]
    [InlineData("seven-exif6.jpg", "JPEG")]
    [InlineData("seven-progressive.jpg", "JPEG")]
    [InlineData("seven-exif6.webp", "WebP")]
    [InlineData("seven-animated.webp", "WebP")]
    [InlineData("seven-animated.gif", "GIF")]
    public void A_file_that_is_cut_before_the_first_frame_ends_is_refused(string name, string format)
    {
        var content = Samples.Bytes(name);
        var end = name.Contains("animated", StringComparison.Ordinal) ? content.Length / 2 : content.Length * 9 / 10;
        for (var length = 40; length < end; length += 37)
            Refuse(content[..length], $"the {format} picture is ");
    }

    [Fact]
    public void A_BMP_file_that_is_cut_is_refused()
    {
        var content = Samples.EncodeBmp(Samples.Seven);
        foreach (var length in (int[])[20, 54, 60, content.Length / 2, content.Length - 4])
            Refuse(content[..length], "the BMP picture is ");
    }

    [Fact]
    public void Other_content_is_named_with_the_formats_that_are_expected()
    {
        Refuse(Samples.Bytes("seven.tiff"), "a TIFF picture, expected PNG, JPEG, WebP, BMP or GIF");
        Refuse("<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(), "an SVG drawing, expected PNG");
        Refuse("<?xml version='1.0'?>\n<svg/>"u8.ToArray(), "an SVG drawing");
        Refuse("<!doctype html><title>404</title>"u8.ToArray(), "an HTML or XML document");
        Refuse("%PDF-1.7\n"u8.ToArray(), "a PDF document");
        Refuse([0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0], "a HEIC picture or a video");
        Refuse([0, 0, 0, 24, .. "ftypavif"u8, 0, 0, 0, 0], "an AVIF picture");
        Refuse([0xFF, 0x0A, 0xFA, 0x7F], "a JPEG XL picture");
        Refuse([0, 0, 1, 0, 1, 0, 16, 16], "an icon");
        Refuse([.. "RIFF"u8, 36, 0, 0, 0, .. "WAVEfmt "u8], "not a picture, it starts with 52 49 46 46");
        Refuse("plainly a text"u8.ToArray(), "a text file");
        Refuse([.. "Größe"u8, 0xC3], "a text file");
        Refuse([.. "text"u8, 0xFF], "not a picture, it starts with 74 65 78 74 FF");
        Refuse([], "the file is empty");
    }

    [Fact]
    public void A_picture_of_too_many_pixels_is_refused_by_its_header()
    {
        const string Png = "89504E470D0A1A0A0000000D4948445200007530000075300800000000434CA7660000000B49444154789C6360C004000014"
            + "00017DFE1EEE0000000049454E44AE426082";
        Refuse(Convert.FromHexString(Png), "a PNG picture of 30,000 x 30,000 pixels, at most as many as 8,192 x 8,192 are read");

        var bmp = Samples.EncodeBmp(Samples.Seven);
        BitConverter.TryWriteBytes(bmp.AsSpan(18), 20_000);
        BitConverter.TryWriteBytes(bmp.AsSpan(22), 20_000);
        Refuse(bmp, "a BMP picture of 20,000 x 20,000 pixels");
    }

    [Fact]
    public void The_largest_picture_that_is_read_takes_bounded_memory()
    {
        // 67,108,864 pixels of zeros, which compress to 65 KB.
        var png = Samples.EncodePng(new GrayImage(8192, 8192, new byte[PictureFile.MaximumPixels]));
        png.Length.ShouldBeLessThan(100_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read(png).Pixels.Length.ShouldBe(PictureFile.MaximumPixels);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(PictureFile.MaximumPixels + (16L << 20));
    }

    [Fact]
    public void A_progressive_JPEG_of_very_many_scans_is_refused()
    {
        var jpeg = Samples.Bytes("seven-progressive.jpg");
        var scan = jpeg.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        var last = jpeg[scan..^2];
        byte[] many = [.. jpeg[..^2], .. Enumerable.Repeat(last, JpegMarkers.MaximumScans).SelectMany(bytes => bytes), 0xFF, 0xD9];
        Refuse(many, $"a JPEG picture of more than {JpegMarkers.MaximumScans} scans");
    }

    [Fact]
    public void A_file_that_is_too_long_is_refused_before_it_is_read() =>
        Refused.By(() => PictureFile.Read(new EndlessStream(), "endless"), "endless", "more than 268,435,456 bytes");

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Should.Throw<FileNotFoundException>(() => PictureFile.Read(_folder["none.png"])).Message.ShouldContain("none.png");

    /// <summary>Claims to be longer than the limit, and is.</summary>
    private sealed class EndlessStream : MemoryStream
    {
        public override long Length => long.MaxValue;

        public override int Read(Span<byte> buffer) => throw new InvalidOperationException("was read");
    }
}
