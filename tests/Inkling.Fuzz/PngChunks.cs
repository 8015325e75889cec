using System.Buffers.Binary;
using System.Text;

namespace Inkling.Fuzz;

/// <summary>The chunks of a PNG file and their checksums (PNG 3rd edition, section 5).</summary>
internal static class PngChunks
{
    /// <summary>A chunk has its length and type before its data, and its checksum behind them.</summary>
    private const int FrameBytes = 12;

    private const int FieldBytes = 4;

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static bool IsPng(byte[] file) => file.AsSpan().StartsWith(Signature);

    /// <summary>Reads the chunks of a valid file.</summary>
    public static List<(string Type, byte[] Data)> Read(byte[] file)
    {
        var chunks = new List<(string Type, byte[] Data)>();
        for (var at = Signature.Length; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var data = at + (2 * FieldBytes);
            chunks.Add((Encoding.ASCII.GetString(file, at + FieldBytes, FieldBytes), file[data..(data + length)]));
            at += FrameBytes + length;
        }

        return chunks;
    }

    /// <summary>Writes a file of chunks with their checksums.</summary>
    public static byte[] Write(IEnumerable<(string Type, byte[] Data)> chunks)
    {
        byte[] file = [.. Signature, .. chunks.SelectMany(chunk => Framed(chunk.Type, chunk.Data))];
        RepairChecksums(file);
        return file;
    }

    /// <summary>Makes the checksum of each whole chunk right, if the content is a PNG file.</summary>
    public static void RepairChecksums(byte[] content)
    {
        if (!IsPng(content))
            return;
        for (var rest = content.AsSpan(Signature.Length); rest.Length >= FrameBytes;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - FrameBytes)
                return;
            var checksum = rest[((int)length + FrameBytes - FieldBytes)..];
            BinaryPrimitives.WriteUInt32BigEndian(checksum, Checksum(rest[FieldBytes..^checksum.Length]));
            rest = checksum[FieldBytes..];
        }
    }

    private static byte[] Framed(string type, byte[] data)
    {
        var chunk = new byte[FrameBytes + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type).CopyTo(chunk, FieldBytes);
        data.CopyTo(chunk, 2 * FieldBytes);
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
}
