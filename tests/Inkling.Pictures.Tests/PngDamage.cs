using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Inkling.Tests.Formats;

namespace Inkling.Pictures.Tests;

/// <summary>
/// Damages a PNG file within a chunk or within its rows and makes the checksums right again, so that the damage is decoded.
/// </summary>
internal static class PngDamage
{
    private const int SignatureLength = 8;

    public static byte[] Of(byte[] file, RandomStream random)
    {
        var chunks = Chunks(file);
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

        return [.. file[..SignatureLength], .. chunks.SelectMany(chunk => Chunk(chunk.Type, chunk.Data))];
    }

    private static List<(string Type, byte[] Data)> Chunks(byte[] file)
    {
        var chunks = new List<(string Type, byte[] Data)>();
        for (var at = SignatureLength; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            chunks.Add((Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]));
            at += 12 + length;
        }

        return chunks;
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type).CopyTo(chunk, 4);
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Checksum(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    /// <summary>CRC-32 bit by bit (PNG 3rd edition, section 5.5).</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var state = uint.MaxValue;
        foreach (var value in bytes)
        {
            state ^= value;
            for (var bit = 0; bit < 8; bit++)
                state = (state & 1) != 0 ? 0xEDB88320 ^ (state >> 1) : state >> 1;
        }

        return ~state;
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
