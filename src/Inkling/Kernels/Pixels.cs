using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Inkling.Kernels;

/// <summary>The conversion of pixels from bytes to floats in [0, 1].</summary>
internal static unsafe class Pixels
{
    private const int ImagesPerItem = 16;
    private const int PrefetchedImages = 4;

    /// <summary>Gets whether a multiply-add rounds once, on which the division by multiplication relies.</summary>
    private static bool IsFused => Fma.IsSupported || AdvSimd.IsSupported;

    private struct Job
    {
        public byte* Source;
        public int* Indices;
        public float* Target;
        public int Count, Size, Groups;
    }

    /// <summary>
    /// Gathers images and divides each byte by 255, correctly rounded: q = x r, then q + (x - 255 q) r, with r = 1 / 255.
    /// </summary>
    /// <param name="source">[N, size] bytes.</param>
    /// <param name="indices">The images, each index below N.</param>
    /// <param name="target">[indices.Length, size].</param>
    /// <param name="size">The number of pixels of an image.</param>
    public static void Gather(ReadOnlySpan<byte> source, ReadOnlySpan<int> indices, Span<float> target, int size)
    {
        fixed (byte* bytes = source)
        fixed (int* numbers = indices)
        fixed (float* floats = target)
        {
            var groups = (indices.Length + ImagesPerItem - 1) / ImagesPerItem;
            var job = new Job { Source = bytes, Indices = numbers, Target = floats, Count = indices.Length, Size = size, Groups = groups };
            var items = groups * SparsityMask.Parts(size);
            VectorDispatch.For<Kernel>(items, &job);
        }
    }

    /// <summary>An item: a part of the columns of some images.</summary>
    private readonly struct Kernel : IVectorKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Run<TLanes, TVector>(void* context, int item)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            ref var job = ref *(Job*)context;
            var inverse = TLanes.Broadcast(1 / 255f);
            var (divisor, minusDivisor) = (TLanes.Broadcast(255f), TLanes.Broadcast(-255f));
            var (first, columns) = SparsityMask.Part(item / job.Groups, job.Size);
            var group = item % job.Groups;
            var end = Math.Min(job.Count, (group + 1) * ImagesPerItem);
            for (var i = group * ImagesPerItem; i < end; i++)
            {
                var source = job.Source + ((long)job.Indices[i] * job.Size) + first;
                var target = job.Target + ((long)i * job.Size) + first;
                if (i + PrefetchedImages < job.Count)
                    Prefetch(job.Source + ((long)job.Indices[i + PrefetchedImages] * job.Size) + first, columns);
                var j = 0;
                for (; j <= columns - TLanes.Count; j += TLanes.Count)
                {
                    var x = TLanes.FromBytes(source + j);
                    if (!IsFused)
                    {
                        TLanes.Store(TLanes.Divide(x, divisor), target + j);
                        continue;
                    }

                    var quotient = TLanes.Multiply(x, inverse);
                    var rest = TLanes.MultiplyAdd(quotient, minusDivisor, x);
                    TLanes.Store(TLanes.MultiplyAdd(rest, inverse, quotient), target + j);
                }

                for (; j < columns; j++)
                    target[j] = source[j] / 255f;
            }
        }
    }

    /// <summary>
    /// Prefetches a later image while the current one is converted: shuffled images lie far apart, where the processor predicts nothing.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(byte* image, int size)
    {
        if (!Sse.IsSupported)
            return;
        for (var i = 0; i < size; i += 64)
            Sse.Prefetch0(image + i);
    }
}
