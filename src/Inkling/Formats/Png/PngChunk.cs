using System.Buffers.Binary;
using System.Text;

namespace Inkling.Formats;

/// <summary>One chunk of a PNG file: a four-letter type and its data; length and checksum are seen to here.</summary>
internal readonly ref struct PngChunk(string type, ReadOnlySpan<byte> data)
{
    /// <summary>The bytes of a chunk around its data: length, type and checksum.</summary>
    public const int Overhead = 12;

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public string Type { get; } = type;

    public ReadOnlySpan<byte> Data { get; } = data;

    /// <summary>Whether a reader that does not know the chunk can go on without it.</summary>
    public bool IsAncillary => char.IsAsciiLetterLower(Type[0]);

    /// <summary>The chunk at <paramref name="offset"/>, which is moved behind it.</summary>
    public static PngChunk Read(ReadOnlySpan<byte> file, ref int offset, string name)
    {
        var rest = file[offset..];
        if (rest.Length < Overhead)
            throw FormatError.In(name, "the PNG picture is cut short: a chunk or the end chunk IEND is missing");
        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        var letters = rest.Slice(4, 4);
        foreach (var letter in letters)
        {
            if (!char.IsAsciiLetter((char)letter))
                throw FormatError.In(
                    name, $"a PNG chunk type of four letters is expected at byte {offset + 4}, found {FormatError.Hex(letters)}");
        }

        var type = Encoding.ASCII.GetString(letters);
        if (length > rest.Length - Overhead)
        {
            throw FormatError.In(
                name, $"the PNG picture is cut short: chunk {type} claims {length:N0} bytes, {rest.Length - Overhead:N0} are left for it");
        }

        var data = rest.Slice(8, (int)length);
        var stated = BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]);
        var actual = Crc32.Of(rest.Slice(4, 4 + (int)length));
        if (stated != actual)
            throw FormatError.In(name, $"the checksum of PNG chunk {type} is wrong (states {stated:X8}, its content gives {actual:X8})");
        offset += Overhead + (int)length;
        return new PngChunk(type, data);
    }

    public static void Write(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[Overhead + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.Of(chunk.AsSpan(4, 4 + data.Length)));
        stream.Write(chunk);
    }
}
