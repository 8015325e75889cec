using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Inkling.Kernels;

/// <summary>Memory of the pool for the duration of a call: <c>using var sums = Scratch.Of(n)</c>. The content is undefined.</summary>
internal readonly unsafe ref struct Scratch
{
    private readonly Block? _block;
    private readonly int _length;

    private Scratch(Block? block, int length) => (_block, _length) = (block, length);

    public Span<float> Floats => _block is null ? default : _block.Span(0, _length);

    public Span<int> Integers => MemoryMarshal.Cast<float, int>(Floats);

    /// <summary>Gets the address of the memory, which is pinned; null where the length is 0.</summary>
    public float* Pointer => _block is null ? null : (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Floats));

    public int* IntegerPointer => (int*)Pointer;

    /// <summary>Rents memory for <paramref name="length"/> floats or 32-bit integers; nothing where it is 0.</summary>
    public static Scratch Of(int length) => length == 0 ? default : new Scratch(Block.Rent(length), length);

    public void Dispose() => _block?.Return();
}
