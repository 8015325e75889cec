using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Inkling.Kernels;

/// <summary>How an optimizer changes one vector of weights, given its gradient and up to two vectors of memory.</summary>
internal unsafe interface IUpdate
{
    void Apply<TLanes, TVector>(float* weights, float* gradient, float* first, float* second)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;
}

/// <summary>The loop over weights that all optimizers share: one pass over the memory, cut into equal pieces for the threads.</summary>
internal static unsafe class OptimizerKernel
{
    private const int PerItem = 8192;

    private struct Job<TUpdate> where TUpdate : unmanaged
    {
        public float* Weights, Gradient, First, Second;
        public int Length;
        public TUpdate Update;
    }

    /// <param name="update">What to do with each vector.</param>
    /// <param name="weights">Changed in place.</param>
    /// <param name="gradient">As long as the weights.</param>
    /// <param name="first">As long as the weights, or empty where the optimizer keeps nothing.</param>
    /// <param name="second">As long as the weights, or empty.</param>
    public static void Run<TUpdate>(
        TUpdate update, Span<float> weights, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second)
        where TUpdate : unmanaged, IUpdate
    {
        fixed (float* w = weights, g = gradient, m = first, v = second)
        {
            var job = new Job<TUpdate> { Weights = w, Gradient = g, First = m, Second = v, Length = weights.Length, Update = update };
            var items = (weights.Length + PerItem - 1) / PerItem;
            switch (Compute.VectorBits)
            {
                case 512:
                    WorkerPool.For(items, &Piece<TUpdate, Lanes512, Vector512<float>>, &job);
                    break;
                case 256:
                    WorkerPool.For(items, &Piece<TUpdate, Lanes256, Vector256<float>>, &job);
                    break;
                default:
                    WorkerPool.For(items, &Piece<TUpdate, Lanes128, Vector128<float>>, &job);
                    break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Piece<TUpdate, TLanes, TVector>(void* context, int item)
        where TUpdate : unmanaged, IUpdate
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        ref var job = ref *(Job<TUpdate>*)context;
        var update = job.Update;
        var width = TLanes.Count;
        var i = item * PerItem;
        var end = Math.Min(job.Length, i + PerItem);
        for (; i <= end - width; i += width)
            update.Apply<TLanes, TVector>(job.Weights + i, job.Gradient + i, At(job.First, i), At(job.Second, i));
        if (i == end)
            return;

        // The rest goes through a vector on the stack.
        var rest = stackalloc float[4 * width];
        new Span<float>(rest, 4 * width).Clear();
        var bytes = (uint)((end - i) * sizeof(float));
        Unsafe.CopyBlockUnaligned(rest, job.Weights + i, bytes);
        Unsafe.CopyBlockUnaligned(rest + width, job.Gradient + i, bytes);
        if (job.First != null)
            Unsafe.CopyBlockUnaligned(rest + (2 * width), job.First + i, bytes);
        if (job.Second != null)
            Unsafe.CopyBlockUnaligned(rest + (3 * width), job.Second + i, bytes);
        update.Apply<TLanes, TVector>(rest, rest + width, rest + (2 * width), rest + (3 * width));
        Unsafe.CopyBlockUnaligned(job.Weights + i, rest, bytes);
        if (job.First != null)
            Unsafe.CopyBlockUnaligned(job.First + i, rest + (2 * width), bytes);
        if (job.Second != null)
            Unsafe.CopyBlockUnaligned(job.Second + i, rest + (3 * width), bytes);
    }

    private static float* At(float* start, int offset) => start == null ? null : start + offset;
}
