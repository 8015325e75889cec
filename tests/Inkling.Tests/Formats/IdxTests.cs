using System.IO.Compression;
using Inkling.Formats;

namespace Inkling.Tests.Formats;

public sealed class IdxTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    internal static byte[] Bytes(IReadOnlyList<int> dimensions, ReadOnlySpan<byte> values) => IdxBytes.Of(dimensions, values);

    internal static byte[] Gzip(ReadOnlySpan<byte> content) => IdxBytes.Gzip(content);

    internal static byte[] Pattern(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)((i * 31) ^ (i >> 3)))];

    private static IdxData Read(byte[] content) => Idx.Read(new MemoryStream(content), "some.idx");

    private static void Refuse(byte[] content, params string[] parts) => Refused.By(() => Read(content), "some.idx", parts);

    [Fact]
    public void The_bytes_written_are_those_of_the_format() =>
        Bytes([2, 3], [1, 2, 3, 4, 5, 6]).ShouldBe([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]);

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void What_is_written_is_read(bool compressed, bool forwardOnly)
    {
        var values = Pattern(3 * 28 * 28);
        var content = Bytes([3, 28, 28], values);
        if (compressed)
            content = Gzip(content);
        var data = Idx.Read(forwardOnly ? new ForwardOnlyStream(content) : new MemoryStream(content), "x");
        data.Dimensions.ShouldBe([3, 28, 28]);
        data.Values.ShouldBe(values);
    }

    [Fact]
    public void More_than_the_first_step_arrives_from_a_stream_without_length()
    {
        var values = new byte[(1 << 21) + 5];
        values[^1] = 7;
        var unsized = new GZipStream(new MemoryStream(Gzip(Bytes([values.Length], values))), CompressionMode.Decompress);
        Idx.Read(unsized, "x").Values.ShouldBe(values);
    }

    [Fact]
    public void Reading_begins_where_the_stream_stands()
    {
        var stream = new MemoryStream([9, 9, 9, .. Bytes([2], [5, 6])]) { Position = 3 };
        Idx.Read(stream, "x").Values.ShouldBe([5, 6]);
    }

    [Fact]
    public void Gzip_is_recognised_by_content_and_not_by_name()
    {
        Idx.ReadFile(_scratch.Put("plain.gz", Bytes([1], [5]))).Values.ShouldBe([5]);
        Idx.ReadFile(_scratch.Put("packed", Gzip(Bytes([1], [5])))).Values.ShouldBe([5]);
    }

    [Fact]
    public void An_empty_file_is_refused() => Refuse([], "empty");

    [Fact]
    public void A_wrong_magic_is_refused() => Refuse([1, 2, 3, 4, 5, 6], "01 02 03 04");

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>404</body></html>")]
    [InlineData("\r\n  <html lang=\"en\">")]
    [InlineData("\uFEFF<?xml version=\"1.0\"?>")]
    public void A_web_page_is_called_one(string page)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(page);
        Refuse(bytes, "HTML page");
        Refuse(Gzip(bytes), "HTML page");
    }

    [Theory]
    [InlineData(0x09, "signed byte")]
    [InlineData(0x0B, "16-bit integer")]
    [InlineData(0x0C, "32-bit integer")]
    [InlineData(0x0D, "32-bit float")]
    [InlineData(0x0E, "64-bit float")]
    [InlineData(0x07, "unknown")]
    public void Another_element_type_is_refused_by_name(byte type, string name) =>
        Refuse([0, 0, type, 1, 0, 0, 0, 1, 1], name, $"0x{type:X2}");

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(255)]
    public void A_wrong_number_of_dimensions_is_refused(byte count) => Refuse([0, 0, 8, count, .. new byte[2000]], $"{count} dimensions");

    [Fact]
    public void A_header_cut_short_is_refused()
    {
        var whole = Bytes([2, 3], [1, 2, 3, 4, 5, 6]);
        for (var length = 1; length < 12; length++)
            Refuse(whole[..length], "cut short");
    }

    [Fact]
    public void Values_cut_short_are_refused() => Refuse(Bytes([2, 3], [1, 2, 3, 4, 5, 6])[..^1], "6 values", "holds 5");

    [Fact]
    public void Trailing_bytes_are_refused()
    {
        byte[] content = [.. Bytes([2], [1, 2]), 0];
        Refuse(content, "bytes follow");
        Refuse(Gzip(content), "bytes follow");
        Refused.By(() => Idx.Read(new ForwardOnlyStream(Gzip(content)), "x"), "x", "bytes follow");
    }

    [Fact]
    public void Bytes_behind_the_gzip_data_are_refused() => Refuse([.. Gzip(Bytes([2], [1, 2])), 1, 2, 3], "follow");

    [Fact]
    public void Zero_and_negative_sizes_are_refused()
    {
        Refuse([0, 0, 8, 1, 0, 0, 0, 0], "size 0");
        Refuse([0, 0, 8, 1, 0x80, 0, 0, 0], "size 2147483648");
    }

    [Fact]
    public void A_truncated_gzip_file_is_refused_at_every_length()
    {
        var whole = Gzip(Bytes([40, 28], Pattern(40 * 28)));
        for (var length = 2; length < whole.Length; length++)
            Refuse(whole[..length]);
        Refuse(whole[..^20], "cut short");
    }

    [Fact]
    public void A_wrong_gzip_checksum_is_refused()
    {
        var content = Gzip(Bytes([40, 28], Pattern(40 * 28)));
        content[^6] ^= 1;
        Refuse(content, "gzip data is damaged");
    }

    [Theory]
    [InlineData(0x7F)]
    [InlineData(0x40)]
    [InlineData(0x3F)]
    public void An_absurd_claim_is_refused_before_memory_is_taken(byte high)
    {
        byte[] claim = [0, 0, 8, 1, high, 0xFF, 0xFF, 0xFF, .. new byte[100]];
        var packed = Gzip(claim);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refuse(claim);
        Refuse(packed);
        Refused.By(() => Idx.Read(new ForwardOnlyStream(packed), "x"), "x");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(8 << 20);
    }

    [Fact]
    public void An_overflowing_product_is_refused() =>
        Refuse([0, 0, 8, 3, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1], "at most 1,073,741,824");

    [Fact]
    public void Data_that_unpack_far_beyond_the_claim_are_not_unpacked()
    {
        var bomb = Gzip([0, 0, 8, 1, 0, 0, 0, 1, .. new byte[30_000_000]]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refuse(bomb, "bytes follow");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Should.Throw<FileNotFoundException>(() => Idx.ReadFile(_scratch["none"])).Message.ShouldContain("none");

    [Fact]
    public void A_file_that_is_refused_is_named() => Refused.By(() => Idx.ReadFile(_scratch.Put("bad-file", [1])), _scratch["bad-file"]);

    [Fact]
    public void Wrong_arguments_of_write_are_refused()
    {
        Should.Throw<ArgumentException>(() => Bytes([], [])).Message.ShouldContain("0 dimensions");
        Should.Throw<ArgumentException>(() => Bytes([1, 1, 1, 1, 1, 1, 1, 1, 1], [1]));
        Should.Throw<ArgumentException>(() => Bytes([0], []));
        Should.Throw<ArgumentException>(() => Bytes([2, 2], [1, 2, 3])).Message.ShouldContain("3 values given for [2, 2]");
        Should.Throw<ArgumentException>(() => Bytes([65536, 65536], []));
    }
}
