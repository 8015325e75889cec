using Inkling.Formats;
using static Inkling.Tests.Formats.PngParts;

namespace Inkling.Tests.Formats;

public sealed class PngTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    private static void Refuse(byte[] file, params string[] parts) => Refused.By(() => Read(file), "some.png", parts);

    [Fact]
    public void A_file_made_with_zlib_and_its_own_checksums_is_read()
    {
        const string Hex = "89504E470D0A1A0A0000000D494844520000000200000002080000000057DD52F8"
            + "0000000E4944415478DA6360F8CFD0E00000054201C06D5E78A00000000049454E44AE426082";
        Read(Convert.FromHexString(Hex)).Samples.ShouldBe([0, 255, 128, 64]);
    }

    [Fact]
    public void The_checksum_is_that_of_the_standard() => Crc32.Of("123456789"u8).ShouldBe(0xCBF43926u);

    [Fact]
    public void Each_filter_is_undone_as_the_standard_says()
    {
        // Each row decodes to 10 20 30 below a row of the same, by hand: the mean of left and above rounds down, Paeth's predictor takes
        // above.
        var file = File(Header(3, 5, 8, 0), Pixels(0, 10, 20, 30, 1, 10, 10, 10, 2, 0, 0, 0, 3, 5, 5, 5, 4, 0, 0, 0), End);
        Read(file).Samples.ShouldBe([10, 20, 30, 10, 20, 30, 10, 20, 30, 10, 20, 30, 10, 20, 30]);
    }

    [Fact]
    public void Paeth_prefers_left_then_above_in_a_tie()
    {
        // Above 0 1 3; first pixel 2 by above, so left 2, above 1, above left 0: the guess 3 is nearest to left.
        var file = File(Header(3, 2, 8, 0), Pixels(0, 0, 1, 3, 4, 2, 0, 0), End);
        Read(file).Samples[3..].ShouldBe([2, 2, 3]);
    }

    [Fact]
    public void Interlaced_pixels_land_where_the_standard_puts_them()
    {
        // An 8 x 8 picture whose pixels hold the number of their pass, in the order of the file.
        (int Width, int Height)[] passes = [(1, 1), (1, 1), (2, 1), (2, 2), (4, 2), (4, 4), (8, 4)];
        var rows = new List<byte>();
        for (var pass = 0; pass < 7; pass++)
        {
            for (var y = 0; y < passes[pass].Height; y++)
                rows.AddRange([0, .. Enumerable.Repeat((byte)(pass + 1), passes[pass].Width)]);
        }

        Read(File(Header(8, 8, 8, 0, interlaced: true), Pixels([.. rows]), End)).Samples.ShouldBe(
        [
            1, 6, 4, 6, 2, 6, 4, 6,
            7, 7, 7, 7, 7, 7, 7, 7,
            5, 6, 5, 6, 5, 6, 5, 6,
            7, 7, 7, 7, 7, 7, 7, 7,
            3, 6, 4, 6, 3, 6, 4, 6,
            7, 7, 7, 7, 7, 7, 7, 7,
            5, 6, 5, 6, 5, 6, 5, 6,
            7, 7, 7, 7, 7, 7, 7, 7,
        ]);
    }

    [Theory]
    [InlineData(1, new byte[] { 0b10100000 }, new byte[] { 255, 0, 255 })]
    [InlineData(2, new byte[] { 0b00011000 }, new byte[] { 0, 85, 170 })]
    [InlineData(4, new byte[] { 0x0F, 0x10 }, new byte[] { 0, 255, 17 })]
    public void Packed_bits_are_widened_from_the_high_end(int depth, byte[] row, byte[] expected) =>
        Read(File(Header(3, 1, depth, 0), Pixels([0, .. row]), End)).Samples.ShouldBe(expected);

    [Fact]
    public void Sixteen_bits_are_kept_with_the_high_byte_first()
    {
        var image = Read(File(Header(2, 1, 16, 0), Pixels(0, 1, 2, 255, 254), End));
        (image.BitDepth, image[0, 0, 0], image[0, 1, 0]).ShouldBe((16, 0x0102, 0xFFFE));
    }

    [Fact]
    public void A_transparent_shade_becomes_alpha()
    {
        var image = Read(File(Header(3, 1, 2, 0), ("tRNS", [0, 1]), Pixels(0, 0b00011000), End));
        image.Channels.ShouldBe(2);
        image.Samples.ShouldBe([0, 255, 85, 0, 170, 255]);
    }

    [Theory]
    [InlineData(8, new byte[] { 0, 1, 0, 2, 0, 3 }, new byte[] { 0, 1, 2, 3, 1, 2, 4 }, new byte[] { 1, 2, 3, 0, 1, 2, 4, 255 })]
    [InlineData(16, new byte[] { 0, 1, 0, 2, 0, 3 }, new byte[] { 0, 0, 1, 0, 2, 0, 3, 1, 1, 0, 2, 0, 3 },
        new byte[] { 0, 1, 0, 2, 0, 3, 0, 0, 1, 1, 0, 2, 0, 3, 255, 255 })]
    public void A_transparent_colour_becomes_alpha(int depth, byte[] key, byte[] row, byte[] expected)
    {
        var image = Read(File(Header(2, 1, depth, 2), ("tRNS", key), Pixels(row), End));
        image.Channels.ShouldBe(4);
        image.Samples.ShouldBe(expected);
    }

    [Fact]
    public void Palette_colours_without_a_stated_alpha_are_opaque()
    {
        var image = Read(File(Header(2, 1, 1, 3), ("PLTE", [1, 2, 3, 4, 5, 6]), ("tRNS", [7]), Pixels(0, 0b01000000), End));
        image.Samples.ShouldBe([1, 2, 3, 7, 4, 5, 6, 255]);
    }

    [Fact]
    public void Pixel_data_may_be_split_anywhere_and_ancillary_chunks_are_passed_over()
    {
        var data = Pixels(0, 0, 255, 0, 128, 64).Data;
        for (var cut = 0; cut <= data.Length; cut++)
        {
            var file = File(
                Header(2, 2, 8, 0), ("gAMA", [0, 0, 1, 0]), ("IDAT", data[..cut]), ("IDAT", []), ("IDAT", data[cut..]), ("tEXt", [1]), End);
            Read(file).Samples.ShouldBe([0, 255, 128, 64]);
        }
    }

    [Fact]
    public void What_follows_the_end_chunk_is_not_looked_at() =>
        Read([.. File(Header(1, 1, 8, 0), Pixels(0, 9), End), 1, 2, 3]).Samples.ShouldBe([9]);

    [Fact]
    public void A_stream_without_length_is_read() =>
        Png.Read(new ForwardOnlyStream(File(Header(1, 1, 8, 0), Pixels(0, 9), End)), "x").Samples.ShouldBe([9]);

    [Fact]
    public void An_enormous_picture_is_refused_before_memory_is_taken()
    {
        var file = File(("IHDR", [0, 1, 0x86, 0xA0, 0, 1, 0x86, 0xA0, 8, 6, 0, 0, 0]), Pixels(0), End);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refuse(file, "100,000 x 100,000 pixels, at most as many as 8,192 x 8,192 are read");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100_000);
    }

    [Fact]
    public void A_picture_that_decodes_to_too_many_bytes_is_refused() =>
        Refuse(File(Header(8192, 8192, 16, 6), Pixels(0), End), "at most 268,435,456");

    [Fact]
    public void A_header_that_claims_more_than_its_data_can_hold_is_refused()
    {
        var file = File(Header(8000, 8000, 8, 0), Pixels(0, 1, 2), End);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refuse(file, "8,000 x 8,000", "can hold");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100_000);
    }

    [Fact]
    public void A_cut_picture_is_refused_at_every_length()
    {
        var whole = Bytes(PngRoundTripTests.Picture(9, 9, PngColor.Palette, 4, 1), new PngWriteOptions { Color = PngColor.Palette });
        for (var length = 1; length < whole.Length; length++)
            Refuse(whole[..length], "cut short");
        Refuse([], "empty");
    }

    [Fact]
    public void A_wrong_checksum_in_any_chunk_is_refused()
    {
        var whole = File(Header(1, 1, 8, 0), ("tEXt", [1]), Pixels(0, 9), End);
        var at = PngChunk.Signature.Length;
        foreach (var (type, data) in Chunks(whole))
        {
            at += PngChunk.Overhead + data.Length;
            var broken = (byte[])whole.Clone();
            broken[at - 1] ^= 1;
            Refuse(broken, "checksum", type);
        }
    }

    [Fact]
    public void Other_content_is_called_what_it_is()
    {
        Refuse("just some text, not a picture"u8.ToArray(), "a text file, not a PNG picture");
        Refuse([.. "Größe"u8, 0xC3], "a text file, not a PNG picture");
        Refuse([.. "text"u8, 0], "not a PNG picture: it starts with 74 65 78 74 00");
        Refuse([.. "text"u8, 0xFF], "not a PNG picture: it starts with 74 65 78 74 FF");
        Refuse(File(Header(30_000, 30_000, 8, 0), End), "30,000 x 30,000 pixels, at most as many as 8,192 x 8,192 are read");
        Refuse("<!doctype html><title>404</title>"u8.ToArray(), "HTML");
        Refuse([0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3, 4], "JPEG");
        Refuse("GIF89a......"u8.ToArray(), "GIF");
    }

    [Fact]
    public void A_text_file_called_png_is_named_in_the_message() =>
        Refused.By(() => Png.ReadFile(_scratch.Put("text.png", "hello"u8)), _scratch["text.png"], "not a PNG picture");

    [Fact]
    public void Pixel_data_that_ends_early_or_goes_on_is_refused()
    {
        Refuse(File(Header(2, 2, 8, 0), Pixels(0, 1, 2, 0, 3), End), "cut short");
        Refuse(File(Header(2, 2, 8, 0), Pixels(0, 1, 2, 0, 3, 4, 5), End), "more pixel data");
    }

    [Fact]
    public void Damaged_compression_is_refused()
    {
        var data = Pixels([.. Enumerable.Range(0, 9 * 8).Select(i => i % 9 == 0 ? (byte)0 : (byte)(i * i))]).Data;
        Refuse(File(Header(8, 8, 8, 0), ("IDAT", data[..^8]), End), "cut short");
        data[^1] ^= 1;
        Refuse(File(Header(8, 8, 8, 0), ("IDAT", data), End), "damaged");
        Refuse(File(Header(8, 8, 8, 0), ("IDAT", [1, 2, 3, 4]), End), "not a zlib stream");
        Refuse(File(Header(8, 8, 8, 0), ("IDAT", [0x78]), End), "not a zlib stream");
    }

    public static TheoryData<string, byte[]> Malformed() => new()
    {
        { "IHDR expected", File(("gAMA", [0, 0, 1, 0]), Header(1, 1, 8, 0), Pixels(0, 1), End) },
        { "12 bytes", File(("IHDR", new byte[12]), End) },
        { "0 x 1", File(("IHDR", [0, 0, 0, 0, 0, 0, 0, 1, 8, 0, 0, 0, 0]), Pixels(0, 1), End) },
        { "1 x 4294967295", File(("IHDR", [0, 0, 0, 1, 255, 255, 255, 255, 8, 0, 0, 0, 0]), Pixels(0, 1), End) },
        { "colour type 1", File(Header(1, 1, 8, 1), Pixels(0, 1), End) },
        { "colour type 2 at 4 bits", File(Header(1, 1, 4, 2), Pixels(0, 1), End) },
        { "colour type 3 at 16 bits", File(Header(1, 1, 16, 3), Pixels(0, 1), End) },
        { "compression method 1", File(("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 1, 0, 0]), Pixels(0, 1), End) },
        { "filter method 1", File(("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 1, 0]), Pixels(0, 1), End) },
        { "interlace method 2", File(("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 2]), Pixels(0, 1), End) },
        { "no IDAT", File(Header(1, 1, 8, 0), End) },
        { "no IDAT", File(Header(1, 1, 8, 0), ("IDAT", []), End) },
        { "row filter 5", File(Header(1, 1, 8, 0), Pixels(5, 1), End) },
        { "IHDR", File(Header(1, 1, 8, 0), Header(1, 1, 8, 0), Pixels(0, 1), End) },
        { "CgBI", File(Header(1, 1, 8, 0), ("CgBI", []), Pixels(0, 1), End) },
        { "IEND is not empty", File(Header(1, 1, 8, 0), Pixels(0, 1), ("IEND", [0])) },
        { "interrupted", File(Header(1, 1, 8, 0), Pixels(0, 1), ("tEXt", [1]), ("IDAT", []), End) },
        { "without a palette", File(Header(1, 1, 8, 3), Pixels(0, 1), End) },
        { "palette index 2", File(Header(1, 1, 8, 3), ("PLTE", new byte[6]), Pixels(0, 2), End) },
        { "palette of 4 bytes", File(Header(1, 1, 8, 3), ("PLTE", new byte[4]), Pixels(0, 0), End) },
        { "palette of 9 bytes", File(Header(1, 1, 1, 3), ("PLTE", new byte[9]), Pixels(0, 0), End) },
        { "two palettes", File(Header(1, 1, 8, 3), ("PLTE", new byte[3]), ("PLTE", new byte[3]), Pixels(0, 0), End) },
        { "grey PNG picture with a palette", File(Header(1, 1, 8, 0), ("PLTE", new byte[3]), Pixels(0, 0), End) },
        { "PLTE stands behind", File(Header(1, 1, 8, 2), Pixels(0, 0, 0, 0), ("PLTE", new byte[3]), End) },
        { "tRNS stands behind", File(Header(1, 1, 8, 0), Pixels(0, 0), ("tRNS", new byte[2]), End) },
        { "two transparency", File(Header(1, 1, 8, 0), ("tRNS", new byte[2]), ("tRNS", new byte[2]), Pixels(0, 0), End) },
        { "alpha channel and", File(Header(1, 1, 8, 4), ("tRNS", new byte[2]), Pixels(0, 0, 0), End) },
        { "tRNS has 3 bytes", File(Header(1, 1, 8, 0), ("tRNS", new byte[3]), Pixels(0, 0), End) },
        { "tRNS has 2 bytes", File(Header(1, 1, 8, 3), ("PLTE", new byte[3]), ("tRNS", new byte[2]), Pixels(0, 0), End) },
        { "tRNS has 1 bytes", File(Header(1, 1, 8, 3), ("tRNS", [0]), ("PLTE", new byte[3]), Pixels(0, 0), End) },
        { "palette stands behind", File(Header(1, 1, 8, 2), ("tRNS", new byte[6]), ("PLTE", new byte[3]), Pixels(0, 0, 0, 0), End) },
    };

    [Theory]
    [MemberData(nameof(Malformed), DisableDiscoveryEnumeration = true)]
    public void A_malformed_picture_is_refused_with_its_reason(string reason, byte[] file) => Refuse(file, reason);

    [Fact]
    public void A_picture_of_the_largest_size_is_read()
    {
        // One bit for a pixel, one row: the widest row there can be.
        var file = File(Header(Png.MaximumPixels, 1, 1, 0), Pixels(new byte[1 + (Png.MaximumPixels / 8)]), End);
        Read(file).Width.ShouldBe(Png.MaximumPixels);
        Refuse(File(Header(Png.MaximumPixels + 1, 1, 1, 0), Pixels(0), End), "67,108,865");
    }

    [Fact]
    public void Wrong_arguments_of_a_picture_are_refused()
    {
        Should.Throw<ArgumentException>(() => new PngImage(2, 2, 1, 8, new byte[3]));
        Should.Throw<ArgumentException>(() => new PngImage(0, 2, 1, 8, []));
        Should.Throw<ArgumentException>(() => new PngImage(1, 1, 5, 8, new byte[5]));
        Should.Throw<ArgumentException>(() => new PngImage(1, 1, 1, 4, new byte[1]));
        Should.Throw<ArgumentOutOfRangeException>(() => new PngImage(1, 1, 1, 8, new byte[1])[0, 1, 0]);
    }
}
