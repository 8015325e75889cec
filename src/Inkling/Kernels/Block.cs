using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Inkling.Kernels;

/// <summary>
/// Memory for floats: managed, pinned and aligned to 64 bytes. Blocks are returned to a pool of their thread; one that is not is collected
/// like any other object, so nothing leaks.
/// </summary>
internal sealed class Block
{
    private const int Alignment = 64;
    private readonly float[] _array;
    private readonly int _start;

    private unsafe Block(int capacity)
    {
        _array = GC.AllocateUninitializedArray<float>(capacity + (Alignment / sizeof(float)), pinned: true);
        var address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_array));
        _start = (int)((Alignment - (address % Alignment)) % Alignment / sizeof(float));
        Capacity = capacity;
    }

    /// <summary>Gets the number of floats that fit.</summary>
    public int Capacity { get; }

    /// <summary>Gets a part of the memory, in floats.</summary>
    public Span<float> Span(int offset, int length) => _array.AsSpan(_start + offset, length);

    /// <summary>Gets a block for at least <paramref name="length"/> floats, whose content is undefined.</summary>
    public static Block Rent(int length)
    {
        var size = SizeClass(length);
        var pool = Pool.Current[size];
        return pool.TryPop(out var block) ? block : new Block(CapacityOf(size));
    }

    /// <summary>Returns the block to the pool of the current thread. The caller must not use it afterwards.</summary>
    public void Return() => Pool.Current[SizeClass(Capacity)].Push(this);

    /// <summary>
    /// Gets the index of the smallest size that fits. There are four sizes to the octave, 64, 80, 96, 112, 128, 160, ... floats, so that at
    /// most a fifth of a block is unused.
    /// </summary>
    private static int SizeClass(int length)
    {
        if (length <= 64)
            return 0;
        var above = (uint)(length - 1);
        var octave = 31 - System.Numerics.BitOperations.LeadingZeroCount(above);
        var quarter = (int)(above >> (octave - 2)) & 3;
        return ((octave - 6) * 4) + quarter + 1;
    }

    private static int CapacityOf(int sizeClass)
    {
        if (sizeClass == 0)
            return 64;
        var (octave, quarter) = (((sizeClass - 1) / 4) + 6, (sizeClass - 1) % 4);
        return checked((int)Math.Min((1L << octave) + ((quarter + 1L) << (octave - 2)), Array.MaxLength - 64));
    }

    private static class Pool
    {
        [ThreadStatic]
        private static Stack<Block>[]? _stacks;

        public static Stack<Block>[] Current => _stacks ??= Create();

        private static Stack<Block>[] Create()
        {
            var stacks = new Stack<Block>[102];
            for (var i = 0; i < stacks.Length; i++)
                stacks[i] = new Stack<Block>();
            return stacks;
        }
    }
}
