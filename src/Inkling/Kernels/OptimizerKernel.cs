using System.Runtime.CompilerServices;

namespace Inkling.Kernels;

/// <summary>An optimizer's update of one vector of parameters, given its gradient and up to two vectors of state.</summary>
internal unsafe interface IUpdate
{
    void Apply<TLanes, TVector>(float* weights, float* gradient, float* first, float* second)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;
}

/// <summary>The loop over parameters that all optimizers share: one pass over the memory, cut into items of equal length.</summary>
internal static unsafe class OptimizerKernel
{
    private const int PerItem = 8192;

    private struct Job<TUpdate> where TUpdate : unmanaged
    {
        public float* Weights, Gradient, First, Second;
        public int Length;
        public TUpdate Update;
    }

    /// <summary>Applies an update to all parameters of a tensor.</summary>
    /// <param name="update">The update of a vector.</param>
    /// <param name="weights">The parameters, changed in place.</param>
    /// <param name="gradient">The length of the parameters.</param>
    /// <param name="first">The first state, of the length of the parameters, or empty.</param>
    /// <param name="second">The second state, of the length of the parameters, or empty.</param>
    public static void Run<TUpdate>(
        TUpdate update, Span<float> weights, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second)
        where TUpdate : unmanaged, IUpdate
    {
        fixed (float* w = weights, g = gradient, m = first, v = second)
        {
            var job = new Job<TUpdate> { Weights = w, Gradient = g, First = m, Second = v, Length = weights.Length, Update = update };
            VectorDispatch.For<Kernel<TUpdate>>((weights.Length + PerItem - 1) / PerItem, &job);
        }
    }

    /// <summary>An item: consecutive parameters.</summary>
    private readonly struct Kernel<TUpdate> : IVectorKernel where TUpdate : unmanaged, IUpdate
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Run<TLanes, TVector>(void* context, int item)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            ref var job = ref *(Job<TUpdate>*)context;
            var update = job.Update;
            var width = TLanes.Count;
            var i = item * PerItem;
            var end = Math.Min(job.Length, i + PerItem);
            float* weights = job.Weights + i, gradient = job.Gradient + i, first = At(job.First, i), second = At(job.Second, i);
            var (firstStep, secondStep) = (first == null ? 0 : width, second == null ? 0 : width);
            for (; i <= end - width; i += width)
            {
                update.Apply<TLanes, TVector>(weights, gradient, first, second);
                weights += width;
                gradient += width;
                first += firstStep;
                second += secondStep;
            }

            if (i == end)
                return;

            // The remainder goes through a vector on the stack.
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
    }

    private static float* At(float* start, int offset) => start == null ? null : start + offset;
}
