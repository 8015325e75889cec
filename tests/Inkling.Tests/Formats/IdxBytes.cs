using System.IO.Compression;
using Inkling.Formats;

namespace Inkling.Tests.Formats;

/// <summary>The content of IDX files.</summary>
internal static class IdxBytes
{
    public static byte[] Of(IReadOnlyList<int> dimensions, ReadOnlySpan<byte> values)
    {
        var stream = new MemoryStream();
        Idx.Write(stream, dimensions, values);
        return stream.ToArray();
    }

    public static byte[] Gzip(ReadOnlySpan<byte> content)
    {
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal))
            gzip.Write(content);
        return stream.ToArray();
    }
}
