using System.Buffers.Binary;

namespace Inkling.Fuzz;

/// <summary>Damages bytes as transmission, disks and ill will do: a few small changes at a time, from a seeded stream.</summary>
internal static class Mutations
{
    private static readonly ulong[] Interesting =
        [0, 1, 2, 7, 8, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 100_000, int.MaxValue, 1UL << 31, uint.MaxValue, 1UL << 32,
            1UL << 60, ulong.MaxValue];

    /// <summary>A damaged copy of <paramref name="content"/>.</summary>
    public static byte[] Of(byte[] content, RandomStream random)
    {
        var bytes = new List<byte>(content);
        for (var changes = 1 + random.Next(4); changes > 0; changes--)
            Change(bytes, random);
        return [.. bytes];
    }

    private static void Change(List<byte> bytes, RandomStream random)
    {
        if (bytes.Count == 0)
        {
            bytes.Add((byte)random.Next(256));
            return;
        }

        var at = Place(bytes.Count, random);
        var length = Math.Min(1 + random.Next(random.Next(4) == 0 ? 64 : 4), bytes.Count - at);
        switch (random.Next(8))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 3:
                bytes.RemoveRange(at, length);
                break;
            case 4:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 5:
                bytes.InsertRange(at, Enumerable.Range(0, length).Select(_ => (byte)random.Next(256)));
                break;
            case 6:
                WriteInteger(bytes, at, random);
                break;
            default:
                var from = random.Next(bytes.Count - length + 1);
                for (var i = 0; i < length; i++)
                    bytes[at + i] = bytes[from + i];
                break;
        }
    }

    /// <summary>Anywhere, but half of the time near the start, where the headers are.</summary>
    private static int Place(int count, RandomStream random) => random.Next(random.Next(2) == 0 ? count : Math.Min(count, 32));

    private static void WriteInteger(List<byte> bytes, int at, RandomStream random)
    {
        var value = Interesting[random.Next(Interesting.Length)];
        Span<byte> field = stackalloc byte[8];
        var length = 1 << random.Next(4);
        if (random.Next(2) == 0)
            BinaryPrimitives.WriteUInt64LittleEndian(field, value);
        else
            BinaryPrimitives.WriteUInt64BigEndian(field, value << (64 - (8 * length)));
        for (var i = 0; i < length && at + i < bytes.Count; i++)
            bytes[at + i] = field[i];
    }
}
