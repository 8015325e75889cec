using Inkling.Formats;

namespace Inkling.Tests.Formats;

public class PngRoundTripTests
{
    public static TheoryData<PngColor, int, bool> Kinds()
    {
        var kinds = new TheoryData<PngColor, int, bool>();
        foreach (var color in Enum.GetValues<PngColor>())
        {
            foreach (var depth in (int[])[1, 2, 4, 8, 16])
            {
                if (!PngHeader.IsAllowed(color, depth))
                    continue;
                kinds.Add(color, depth, false);
                kinds.Add(color, depth, true);
            }
        }

        return kinds;
    }

    /// <summary>A picture that the colour type holds without loss at the depth.</summary>
    internal static PngImage Picture(int width, int height, PngColor color, int depth, ulong seed)
    {
        var random = new RandomStream(seed);
        var channels = color switch { PngColor.Gray => 1, PngColor.GrayAlpha => 2, PngColor.Rgb => 3, _ => 4 };
        var samples = new byte[width * height * channels * (depth == 16 ? 2 : 1)];
        if (color == PngColor.Palette)
        {
            var colors = new byte[4 << depth];
            Fill(random, colors);
            for (var i = 0; i < width * height; i++)
                colors.AsSpan(4 * random.Next(1 << depth), 4).CopyTo(samples.AsSpan(4 * i));
        }
        else
        {
            Fill(random, samples);
            for (var i = 0; depth < 8 && i < samples.Length; i++)
                samples[i] = (byte)((samples[i] >> (8 - depth)) * 255 / ((1 << depth) - 1));
        }

        return new PngImage(width, height, channels, depth == 16 ? 16 : 8, samples);
    }

    private static void Fill(RandomStream random, Span<byte> bytes)
    {
        // A walk with jumps: neighbours are alike, as in pictures, so that every filter is chosen somewhere.
        byte level = 0;
        foreach (ref var value in bytes)
        {
            level = random.Next(8) == 0 ? (byte)random.Next(256) : (byte)(level + random.Next(5) - 2);
            value = level;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_comes_back_as_it_was_at_every_small_size(PngColor color, int depth, bool interlaced)
    {
        foreach (var (width, height) in ((int, int)[])[(1, 1), (2, 1), (1, 2), (3, 5), (5, 3), (8, 8), (9, 7), (17, 4), (4, 17), (33, 29)])
        {
            var image = Picture(width, height, color, depth, (ulong)((width * 100) + height));
            var back = PngParts.Read(
                PngParts.Bytes(image, new PngWriteOptions { Color = color, BitDepth = depth, Interlaced = interlaced }));
            (back.Width, back.Height, back.BitDepth, back.SourceBitDepth, back.SourceColor, back.SourceInterlaced)
                .ShouldBe((width, height, image.BitDepth, depth, color, interlaced));
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                    Pixel(back, y, x).ShouldBe(Pixel(image, y, x), $"{width} x {height} at row {y}, column {x}");
            }
        }
    }

    [Fact]
    public void Every_filter_is_used_and_undone()
    {
        var image = Picture(64, 64, PngColor.Rgb, 8, 5);
        for (var i = 0; i < image.Samples.Length; i++)
            image.Samples[i] =
                (i / 192) switch { < 12 => (byte)(i % 3), < 24 => (byte)i, < 40 => (byte)((i / 192) + (i % 192)), _ => image.Samples[i] };
        var file = PngParts.Bytes(image);
        var rows = PngParts.Unzlib(PngParts.Chunks(file).Single(chunk => chunk.Type == "IDAT").Data);
        Enumerable.Range(0, 64).Select(y => rows[y * 193]).Distinct().Count().ShouldBeGreaterThanOrEqualTo(3);
        PngParts.Read(file).Samples.ShouldBe(image.Samples);
    }

    [Fact]
    public void The_same_picture_gives_the_same_bytes()
    {
        var image = Picture(20, 20, PngColor.Rgba, 8, 1);
        PngParts.Bytes(image).ShouldBe(PngParts.Bytes(image));
    }

    [Fact]
    public void A_palette_takes_the_smallest_depth_that_numbers_its_colours()
    {
        foreach (var (colors, depth) in ((int, int)[])[(1, 1), (2, 1), (3, 2), (4, 2), (5, 4), (16, 4), (17, 8), (256, 8)])
        {
            var image = new PngImage(colors, 1, 1, 8, [.. Enumerable.Range(0, colors).Select(i => (byte)i)]);
            var back = PngParts.Read(PngParts.Bytes(image, new PngWriteOptions { Color = PngColor.Palette }));
            (back.SourceBitDepth, back.Channels).ShouldBe((depth, 3));
            for (var x = 0; x < colors; x++)
                (back[0, x, 0], back[0, x, 1], back[0, x, 2]).ShouldBe((x, x, x));
        }
    }

    [Fact]
    public void Sixteen_bits_are_rounded_to_the_nearest_of_eight()
    {
        var image = new PngImage(4, 1, 1, 16, [0, 128, 0, 129, 255, 255, 0x7F, 0xFF]);
        PngParts.Read(PngParts.Bytes(image, new PngWriteOptions { BitDepth = 8 })).Samples.ShouldBe([0, 1, 255, 127]);
    }

    [Fact]
    public void What_does_not_fit_the_options_is_refused()
    {
        var rgb = Picture(20, 20, PngColor.Rgb, 8, 2);
        Should.Throw<ArgumentException>(
            () => PngParts.Bytes(rgb, new PngWriteOptions { Color = PngColor.Gray })).Message.ShouldContain("3 channels");
        Should.Throw<ArgumentException>(
            () => PngParts.Bytes(rgb, new PngWriteOptions { BitDepth = 4 })).Message.ShouldContain("Rgb at 4 bits");
        Should.Throw<ArgumentException>(
            () => PngParts.Bytes(rgb, new PngWriteOptions { Color = PngColor.Palette })).Message.ShouldContain("256");
        var five = new PngImage(5, 1, 1, 8, [1, 2, 3, 4, 5]);
        Should.Throw<ArgumentException>(() => PngParts.Bytes(five, new PngWriteOptions { Color = PngColor.Palette, BitDepth = 2 }))
            .Message.ShouldContain("5 colours");
        Should.Throw<ArgumentException>(() =>
            PngParts.Bytes(Picture(2, 2, PngColor.Rgb, 16, 1), new PngWriteOptions { Color = PngColor.Palette })).Message.ShouldContain(
                "16 bits");
    }

    /// <summary>Red, green, blue and alpha, whatever the channels.</summary>
    private static (int Red, int Green, int Blue, int Alpha) Pixel(PngImage image, int y, int x)
    {
        var alpha = image.Channels is 2 or 4 ? image[y, x, image.Channels - 1] : image.MaximumLevel;
        return image.Channels <= 2
            ? (image[y, x, 0], image[y, x, 0], image[y, x, 0], alpha)
            : (image[y, x, 0], image[y, x, 1], image[y, x, 2], alpha);
    }
}
