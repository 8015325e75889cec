using Inkling.Figures.Images;
using Inkling.Formats;

namespace Inkling.Figures.Tests.Images;

public sealed class RasterImageTests
{
    [Theory]
    [InlineData(28, 28)]
    [InlineData(8, 8)]
    [InlineData(64, 32)]
    [InlineData(1, 1)]
    public void Every_byte_of_ink_is_its_grey_level(int rows, int columns)
    {
        byte[] pixels = [.. Enumerable.Range(0, rows * columns).Select(i => (byte)(i * 7))];
        var png = RasterImage.Ink(Raster.OfBytes(pixels, rows, columns)).ToPng();
        (png.Width, png.Height, png.Channels).ShouldBe((columns, rows, 1));
        png.Samples.ShouldBe([.. pixels.Select(pixel => (byte)(255 - pixel))]);
    }

    [Fact]
    public void Ink_is_clamped_and_NaN_is_amber()
    {
        RasterImage.Ink(new Raster([-1, 2, float.PositiveInfinity, float.NegativeInfinity], 2, 2))
            .ToPng().Samples.ShouldBe([255, 0, 0, 255]);
        var png = RasterImage.Ink(new Raster([0, float.NaN, 1], 1, 3)).ToPng();
        png.Channels.ShouldBe(3);
        png.Samples.ShouldBe([255, 255, 255, 245, 175, 0, 0, 0, 0]);
        RasterImage.Ink(new Raster([1], 1, 1), strength: 0.4f).ToPng().Samples.ShouldBe([153]);
    }

    [Fact]
    public void A_signed_scale_is_red_white_and_blue_and_symmetric()
    {
        var png = RasterImage.Signed(new Raster([-2, 0, 2, -9, 9, float.NaN], 1, 6), 2).ToPng();
        var (red, white, blue) = (Pixel(png, 0), Pixel(png, 1), Pixel(png, 2));
        red.ShouldBe((160, 12, 32));
        white.ShouldBe((255, 255, 255));
        blue.ShouldBe((16, 56, 148));
        Pixel(png, 3).ShouldBe(red);
        Pixel(png, 4).ShouldBe(blue);
        Pixel(png, 5).ShouldBe((245, 175, 0));
    }

    [Fact]
    public void Larger_magnitudes_are_darker_and_red_is_about_as_dark_as_blue()
    {
        var before = (Red: 256.0, Blue: 256.0);
        for (var step = 0; step <= RasterImage.Steps; step++)
        {
            var value = (float)step / RasterImage.Steps;
            var (red, blue) = (Luma(RasterImage.Color(-value, 1)), Luma(RasterImage.Color(value, 1)));
            red.ShouldBeLessThan(before.Red);
            blue.ShouldBeLessThan(before.Blue);
            Math.Abs(red - blue).ShouldBeLessThan(20);
            before = (red, blue);
        }
    }

    [Fact]
    public void Zeros_are_white_and_infinity_has_the_full_colour()
    {
        RasterImage.Signed(new Raster(new float[4], 2, 2), 0).ToPng().Samples.ShouldAllBe(sample => sample == 255);
        RasterImage.Color(float.NegativeInfinity, 1).ShouldBe(RasterImage.Color(-1, 1));
        new Raster([float.NaN, float.PositiveInfinity, -3], 1, 3).Largest.ShouldBe(3);
        new Raster([float.NaN], 1, 1).Largest.ShouldBe(0);
    }

    [Fact]
    public void A_shadow_is_transparent_where_there_is_no_ink()
    {
        var png = RasterImage.Shadow(new Raster([0, 1, float.NaN], 1, 3), 0.5f).ToPng();
        png.Channels.ShouldBe(2);
        png.Samples.ShouldBe([0, 0, 0, 128, 0, 0]);
    }

    [Fact]
    public void Reference_figures_are_compared_by_their_pixels()
    {
        var (packed, plain) = (new MemoryStream(), new MemoryStream());
        var image = new PngImage(8, 8, 1, [.. Enumerable.Range(0, 64).Select(i => (byte)i)]);
        Png.Write(packed, image);
        Png.Write(plain, image, System.IO.Compression.CompressionLevel.NoCompression);
        Uri(packed).ShouldNotBe(Uri(plain));
        EmbeddedPng.Unpacked(Uri(packed)).ShouldBe(EmbeddedPng.Unpacked(Uri(plain)));
        EmbeddedPng.Unpacked(RasterImage.Ink(new Raster([0, 1], 1, 2)))
            .ShouldNotBe(EmbeddedPng.Unpacked(RasterImage.Ink(new Raster([0, 0.99f], 1, 2))));

        static string Uri(MemoryStream png) =>
            $"href=\"data:image/png;base64,{Convert.ToBase64String(png.ToArray()).Replace("+", "&#x2B;")}\"";
    }

    [Fact]
    public void A_raster_has_rows_times_columns_values()
    {
        Should.Throw<ArgumentException>(() => new Raster(new float[5], 2, 3)).Message.ShouldContain("5 values, expected 2 x 3");
        Should.Throw<ArgumentOutOfRangeException>(() => new Raster([], 0, 3));
        float[] values = [1, 2];
        var raster = new Raster(values, 1, 2);
        values[0] = 9;
        raster[0, 0].ShouldBe(1);
    }

    private static (int Red, int Green, int Blue) Pixel(DecodedPng png, int column) =>
        (png[0, column, 0], png[0, column, 1], png[0, column, 2]);

    private static double Luma((byte Red, byte Green, byte Blue) color) =>
        (0.2126 * color.Red) + (0.7152 * color.Green) + (0.0722 * color.Blue);
}
