using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Inkling.Kernels;

namespace Inkling.Tests.Kernels;

public unsafe class BlockTests
{
    [Fact]
    public void Memory_is_aligned_large_enough_and_not_much_larger()
    {
        for (var length = 0; length < 5000; length = (length * 9 / 8) + 1)
        {
            var block = Block.Rent(length);
            block.Capacity.ShouldBeInRange(Math.Max(64, length), Math.Max(64, length * 5 / 4));
            ((nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(block.Span(0, length))) % 64).ShouldBe(0);
            block.Span(0, block.Capacity).Fill(1);
            block.Return();
        }
    }

    [Fact]
    public void A_returned_block_is_used_again_and_one_in_use_never_is()
    {
        var first = Block.Rent(5000);
        var second = Block.Rent(5000);
        second.ShouldNotBeSameAs(first);
        first.Return();
        Block.Rent(4900).ShouldBeSameAs(first);
        Block.Rent(4900).ShouldNotBeSameAs(second);
    }
}
