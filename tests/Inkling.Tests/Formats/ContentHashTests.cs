using Inkling.Formats;

namespace Inkling.Tests.Formats;

public class ContentHashTests
{
    [Fact]
    public void Each_bit_the_length_and_the_borders_count()
    {
        var bytes = new byte[37];
        var seen = new HashSet<ulong> { ContentHash.Of(bytes) };
        for (var bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            seen.Add(ContentHash.Of(bytes)).ShouldBeTrue($"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        for (var length = 0; length < bytes.Length; length++)
            seen.Add(ContentHash.Of(bytes.AsSpan(0, length))).ShouldBeTrue($"length {length}");

        var (one, other) = (new ContentHash(), new ContentHash());
        one.Add("ab");
        one.Add("c");
        other.Add("a");
        other.Add("bc");
        one.Value.ShouldNotBe(other.Value);
    }

    [Fact]
    public void The_hash_is_the_same_in_every_version() => ContentHash.Of([1, 2, 3, 4, 5, 6, 7, 8, 9]).ShouldBe(4815340579254266028UL);
}
