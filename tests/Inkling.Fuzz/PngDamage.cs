using System.IO.Compression;

namespace Inkling.Fuzz;

/// <summary>
/// Damages a PNG file within a chunk or within its rows and makes the checksums right again, so that the damage is decoded.
/// </summary>
internal static class PngDamage
{
    public static byte[] Of(byte[] file, RandomStream random)
    {
        var chunks = PngChunks.Read(file);
        var at = random.Next(chunks.Count);
        switch (random.Next(6))
        {
            case 0:
                chunks.RemoveAt(at);
                break;
            case 1:
                chunks.Insert(random.Next(chunks.Count + 1), chunks[at]);
                break;
            case 2 or 3:
                at = chunks.FindIndex(chunk => chunk.Type == "IDAT");
                chunks[at] = ("IDAT", Compress(Mutations.Of(Decompress(chunks[at].Data), random)));
                break;
            default:
                chunks[at] = (chunks[at].Type, Mutations.Of(chunks[at].Data, random));
                break;
        }

        return PngChunks.Write(chunks);
    }

    private static byte[] Compress(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.Fastest))
            zlib.Write(content);
        return stream.ToArray();
    }

    private static byte[] Decompress(byte[] content)
    {
        using var stream = new MemoryStream();
        using var zlib = new ZLibStream(new MemoryStream(content), CompressionMode.Decompress);
        zlib.CopyTo(stream);
        return stream.ToArray();
    }
}
