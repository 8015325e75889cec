using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Wasm;

namespace Inkling.Kernels;

/// <summary>The body of a loop, written once over <see cref="ILanes{TVector}"/> and compiled for each vector width.</summary>
internal unsafe interface IVectorKernel
{
    /// <summary>Computes one item of the loop.</summary>
    /// <param name="job">The operands: a pointer to a structure of the kernel's own.</param>
    /// <param name="item">The index of the item, from 0.</param>
    static abstract void Run<TLanes, TVector>(void* job, int item)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;
}

/// <summary>
/// Runs kernels at the width of <see cref="Compute.VectorBits"/>: the only place that maps the width to a type. The choice is made once per
/// loop; an item costs one call through a function pointer, and nothing is allocated.
/// </summary>
internal static unsafe class VectorDispatch
{
    /// <summary>Gets the number of floats in a vector of the current width.</summary>
    public static int Lanes => Compute.VectorBits / 32;

    /// <summary>Computes a single item on the calling thread.</summary>
    public static void Run<TKernel>(void* job) where TKernel : struct, IVectorKernel => Body<TKernel>()(job, 0);

    /// <summary>Computes the items 0 to <paramref name="items"/> - 1, in any order, and returns when all are done.</summary>
    /// <param name="items">The number of items.</param>
    /// <param name="job">The operands, passed to the kernel.</param>
    /// <param name="shared">Whether other threads take part; see <see cref="CostModel.IsWorthSharing"/>.</param>
    public static void For<TKernel>(int items, void* job, bool shared = true) where TKernel : struct, IVectorKernel =>
        WorkerPool.For(items, Body<TKernel>(), job, shared);

    private static delegate*<void*, int, void> Body<TKernel>() where TKernel : struct, IVectorKernel => Compute.VectorBits switch
    {
        512 => &TKernel.Run<Lanes512, Vector512<float>>,
        256 => &TKernel.Run<Lanes256, Vector256<float>>,
        _ when PackedSimd.IsSupported => &TKernel.Run<PackedLanes, Vector128<float>>,
        _ => &TKernel.Run<Lanes128, Vector128<float>>,
    };
}
