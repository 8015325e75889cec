using Inkling.Kernels;

namespace Inkling.Data;

/// <summary>A random change of one image, made in place. Implementations hold nothing but numbers.</summary>
internal unsafe interface IImageChange
{
    /// <summary>Changes an image.</summary>
    /// <param name="image">[C, H, W].</param>
    /// <param name="size">The sizes of the image.</param>
    /// <param name="random">The numbers of this image alone.</param>
    void Apply(float* image, in ImageSize size, RandomStream random);
}

/// <summary>The sizes of an image [C, H, W].</summary>
internal readonly record struct ImageSize(int Channels, int Rows, int Columns)
{
    public int Length => Channels * Rows * Columns;
}

/// <summary>
/// Makes a change to all images of a batch, on all threads. The numbers of an image depend on its place in the batch alone, not on the
/// thread that has it.
/// </summary>
internal static unsafe class ImageChange
{
    private const int ImagesPerItem = 4;

    [ThreadStatic]
    private static RandomStream? _random;

    private struct Job<TChange>
        where TChange : unmanaged, IImageChange
    {
        public float* Images;
        public int Count;
        public ImageSize Size;
        public ulong Seed;
        public TChange Change;
    }

    /// <summary>
    /// Makes <paramref name="change"/> to each image of [N, C, H, W]. One number is drawn from <paramref name="random"/>.
    /// </summary>
    public static void Run<TChange>(TChange change, Tensor inputs, RandomStream random)
        where TChange : unmanaged, IImageChange
    {
        var shape = inputs.Shape;
        if (shape.Rank != 4)
            throw new ArgumentException($"{change}: the batch is {shape}, expected images [N, C, H, W]", nameof(inputs));
        fixed (float* images = inputs.Span)
        {
            var job = new Job<TChange>
            {
                Images = images,
                Count = shape[0],
                Size = new ImageSize(shape[1], shape[2], shape[3]),
                Seed = random.NextUInt64(),
                Change = change,
            };
            WorkerPool.For((shape[0] + ImagesPerItem - 1) / ImagesPerItem, &Some<TChange>, &job);
        }
    }

    private static void Some<TChange>(void* context, int item)
        where TChange : unmanaged, IImageChange
    {
        ref var job = ref *(Job<TChange>*)context;
        var random = _random ??= new RandomStream(0);
        var end = Math.Min(job.Count, (item + 1) * ImagesPerItem);
        for (var i = item * ImagesPerItem; i < end; i++)
        {
            random.StartItem(job.Seed, (ulong)i);
            job.Change.Apply(job.Images + ((long)i * job.Size.Length), job.Size, random);
        }
    }
}
