using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Inkling.Formats;

namespace Inkling.Tests.Formats;

/// <summary>PNG files put together and taken apart chunk by chunk, so that a test can build what the writer never writes.</summary>
internal static class PngParts
{
    public static byte[] File(params (string Type, byte[] Data)[] chunks)
    {
        var stream = new MemoryStream();
        stream.Write(PngChunk.Signature);
        foreach (var (type, data) in chunks)
            PngChunk.Write(stream, Encoding.ASCII.GetBytes(type), data);
        return stream.ToArray();
    }

    public static (string Type, byte[] Data) Header(int width, int height, int depth, int color, bool interlaced = false) =>
        ("IHDR", new PngHeader(width, height, depth, (PngColor)color, interlaced).ToBytes());

    public static (string Type, byte[] Data) Pixels(params byte[] rows) => ("IDAT", Zlib(rows));

    public static (string Type, byte[] Data) End => ("IEND", []);

    public static byte[] Zlib(byte[] content)
    {
        var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.Fastest))
            zlib.Write(content);
        return stream.ToArray();
    }

    public static byte[] Unzlib(byte[] content)
    {
        var stream = new MemoryStream();
        using var zlib = new ZLibStream(new MemoryStream(content), CompressionMode.Decompress);
        zlib.CopyTo(stream);
        return stream.ToArray();
    }

    /// <summary>The chunks of a whole, valid file.</summary>
    public static List<(string Type, byte[] Data)> Chunks(byte[] file)
    {
        var chunks = new List<(string Type, byte[] Data)>();
        for (var at = PngChunk.Signature.Length; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            chunks.Add((Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]));
            at += PngChunk.Overhead + length;
        }

        return chunks;
    }

    public static byte[] Bytes(PngImage image, PngWriteOptions? options = null)
    {
        var stream = new MemoryStream();
        Png.Write(stream, image, options);
        return stream.ToArray();
    }

    public static PngImage Read(byte[] file) => Png.Read(new MemoryStream(file), "some.png");
}
