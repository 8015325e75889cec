using System.IO.Compression;
using Inkling.Formats;
using Inkling.Tests.Formats;

namespace Inkling.Fuzz.Targets;

/// <summary>IDX arrays, plain or gzip; a plain one also through a stream without a length, and compressed, with the same outcome.</summary>
internal sealed class IdxTarget : FuzzTarget
{
    public override IEnumerable<byte[]> Seeds
    {
        get
        {
            byte[][] plain = [Bytes([2, 28, 28]), Bytes([10]), Bytes([2, 1, 3, 1, 2, 1, 1, 2])];
            return [.. plain, .. plain.Select(Gzip)];
        }
    }

    public override byte[] Damage(byte[] seed, RandomStream random) =>
        IsGzip(seed) || random.Next(2) == 0 ? Mutations.Of(seed, random) : Gzip(Mutations.Of(seed, random));

    /// <summary>Writes an array of the digits in order, or of other values by their index.</summary>
    internal static byte[] Bytes(int[] dimensions, Func<int, byte>? value = null)
    {
        using var stream = new MemoryStream();
        var count = dimensions.Aggregate((product, size) => product * size);
        Idx.Write(stream, dimensions, [.. Enumerable.Range(0, count).Select(value ?? (i => (byte)(i % 10)))]);
        return stream.ToArray();
    }

    internal static byte[] Gzip(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
            gzip.Write(content);
        return stream.ToArray();
    }

    protected override void Read(byte[] content)
    {
        var path = Put("array", content);
        if (IsGzip(content))
        {
            Idx.ReadFile(path);
            return;
        }

        SameOutcome(() => Idx.ReadFile(path), () => Idx.Read(new ForwardOnlyStream(content), path));
        SameOutcome(() => Idx.ReadFile(path), () => Idx.Read(new MemoryStream(Gzip(content)), path));
    }

    /// <summary>Deflate unpacks a byte to 1,032 at most.</summary>
    protected override long AllowedBytes(int length) => (1032L * length) + Slack;

    private static bool IsGzip(byte[] content) => content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]);
}
