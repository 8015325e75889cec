using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Inkling.Formats;

/// <summary>
/// Computes a 64-bit hash of bytes, which detects damage or a difference: each word of 8 bytes is multiplied and mixed in, after the
/// finaliser of MurmurHash3. It is the same on every machine, and not cryptographic.
/// </summary>
internal struct ContentHash()
{
    private const ulong First = 0xFF51AFD7ED558CCDUL;
    private const ulong Second = 0xC4CEB9FE1A85EC53UL;
    private ulong _state = 0x9E3779B97F4A7C15UL;

    /// <summary>Gets the hash of what was added so far.</summary>
    public readonly ulong Value => Mix(_state);

    /// <summary>Computes the hash of bytes.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = new ContentHash();
        hash.Add(bytes);
        return hash.Value;
    }

    /// <summary>Adds bytes and their number, so that the boundaries between additions count too.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        Add((ulong)bytes.Length);
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            Add(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        var last = 0UL;
        for (var i = 0; i < bytes.Length; i++)
            last |= (ulong)bytes[i] << (8 * i);
        Add(last);
    }

    /// <summary>Adds the UTF-16 code units of a text.</summary>
    public void Add(ReadOnlySpan<char> text) => Add(MemoryMarshal.AsBytes(text));

    /// <summary>Adds a word.</summary>
    public void Add(ulong word) => _state = ulong.RotateLeft((_state ^ (word * First)) * Second, 29);

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 33)) * First;
        value = (value ^ (value >> 33)) * Second;
        return value ^ (value >> 33);
    }
}
