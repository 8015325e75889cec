using System.IO.Compression;
using Inkling.Formats;

namespace Inkling.Tests.Formats;

public class PngTests
{
    private static readonly (int Width, int Height)[] Sizes =
        [(1, 1), (2, 1), (1, 2), (3, 5), (5, 3), (8, 8), (9, 7), (17, 4), (4, 17), (33, 29)];

    private static byte[] Write(PngImage image, CompressionLevel compression = CompressionLevel.Optimal, bool palette = false)
    {
        using var stream = new MemoryStream();
        Png.Write(stream, image, compression, palette);
        return stream.ToArray();
    }

    /// <summary>Levels that wander with jumps: neighbours are alike, as in pictures, so that every filter is chosen somewhere.</summary>
    private static PngImage Picture(int width, int height, int channels, ulong seed)
    {
        var random = new RandomStream(seed);
        var samples = new byte[width * height * channels];
        byte level = 0;
        foreach (ref var sample in samples.AsSpan())
        {
            level = random.Next(8) == 0 ? (byte)random.Next(256) : (byte)(level + random.Next(5) - 2);
            sample = level;
        }

        return new PngImage(width, height, channels, samples);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Another_decoder_reads_every_kind_at_every_small_size(int channels)
    {
        foreach (var (width, height) in Sizes)
        {
            var image = Picture(width, height, channels, (ulong)((width * 100) + height));
            var file = Write(image);
            var decoded = DecodedPng.Read(file);
            (decoded.Width, decoded.Height, decoded.Channels).ShouldBe((width, height, channels));
            decoded.Samples.ShouldBe(image.Samples, $"{width} x {height}");
            (DecodedPng.BitDepth(file), DecodedPng.HasPalette(file)).ShouldBe((8, false));
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(5, 4)]
    [InlineData(16, 4)]
    [InlineData(17, 8)]
    [InlineData(256, 8)]
    public void A_palette_takes_the_fewest_bits_that_number_its_colours(int colors, int bits)
    {
        foreach (var channels in (int[])[1, 3, 4])
        {
            var random = new RandomStream((ulong)colors);
            var palette = new byte[colors, channels];
            for (var i = 0; i < palette.Length; i++)
                palette[i / channels, i % channels] = i % channels == 0 ? (byte)(i / channels) : (byte)random.Next(256);
            var samples = new byte[colors * 3 * channels];
            for (var i = 0; i < samples.Length; i++)
                samples[i] = palette[i / channels % colors, i % channels];
            var image = new PngImage(colors, 3, channels, samples);

            var file = Write(image, palette: true);
            (DecodedPng.HasPalette(file), DecodedPng.BitDepth(file)).ShouldBe((true, bits));
            var decoded = DecodedPng.Read(file);
            for (var y = 0; y < 3; y++)
            {
                for (var x = 0; x < colors; x++)
                    Color(decoded, y, x).ShouldBe(Color(image, y, x));
            }
        }
    }

    [Fact]
    public void More_colours_than_a_palette_holds_are_refused()
    {
        byte[] samples = [.. Enumerable.Range(0, 257).SelectMany(i => new[] { (byte)i, (byte)(i >> 8), (byte)0 })];
        Should.Throw<ArgumentException>(() => Write(new PngImage(257, 1, 3, samples), palette: true)).Message
            .ShouldStartWith("Png.Write: more than 256 colours do not fit a palette");
    }

    [Fact]
    public void Shades_of_grey_are_written()
    {
        using var stream = new MemoryStream();
        Png.WriteGray(stream, 3, 2, [0, 1, 2, 253, 254, 255]);
        DecodedPng.Read(stream.ToArray()).Samples.ShouldBe([0, 1, 2, 253, 254, 255]);
    }

    [Fact]
    public void The_same_picture_gives_the_same_bytes() => Write(Picture(20, 20, 4, 1)).ShouldBe(Write(Picture(20, 20, 4, 1)));

    [Fact]
    public void The_checksum_is_that_of_the_standard() => Crc32.Of("123456789"u8).ShouldBe(0xCBF43926u);

    [Theory]
    [InlineData(0, new byte[] { 10, 20, 35 })]
    [InlineData(1, new byte[] { 10, 10, 15 })]
    [InlineData(2, new byte[] { 9, 18, 32 })]
    [InlineData(3, new byte[] { 10, 14, 24 })]
    [InlineData(4, new byte[] { 9, 10, 15 })]
    public void Each_filter_predicts_as_the_standard_says(int filter, byte[] differences)
    {
        // Above 1 2 3. Mean: (0 + 1) / 2, (10 + 2) / 2, (20 + 3) / 2, rounded down; Paeth: above 1, then left 10, then left 20.
        var filtered = new byte[3];
        PngFilters.Apply(filter, [10, 20, 35], [1, 2, 3], 1, filtered);
        filtered.ShouldBe(differences);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        Should.Throw<ArgumentException>(() => new PngImage(2, 2, 1, new byte[3])).Message.ShouldContain("3 bytes given, expected 2 x 2");
        Should.Throw<ArgumentException>(() => new PngImage(0, 2, 1, []));
        Should.Throw<ArgumentException>(() => new PngImage(1, 1, 5, new byte[5]));
    }

    private static (int Red, int Green, int Blue, int Alpha) Color(PngImage image, int y, int x) => (
        image[y, x, 0], image[y, x, image.Channels < 3 ? 0 : 1], image[y, x, image.Channels < 3 ? 0 : 2],
        image.Channels is 2 or 4 ? image[y, x, image.Channels - 1] : 255);
}
