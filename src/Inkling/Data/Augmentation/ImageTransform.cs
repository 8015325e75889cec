using Inkling.Kernels;

namespace Inkling.Data;

/// <summary>A random transform of one image, in place. Implementations hold nothing but numbers.</summary>
internal unsafe interface IImageTransform
{
    /// <summary>Transforms an image.</summary>
    /// <param name="image">[C, H, W].</param>
    /// <param name="size">The size of the image.</param>
    /// <param name="random">A random stream for this image alone.</param>
    void Apply(float* image, in ImageSize size, RandomStream random);
}

/// <summary>The size of an image [C, H, W].</summary>
internal readonly record struct ImageSize(int Channels, int Rows, int Columns)
{
    public int Length => Channels * Rows * Columns;
}

/// <summary>
/// Transforms all images of a batch in parallel. The random numbers of an image depend on its index in the batch, not on the thread.
/// </summary>
internal static unsafe class ImageTransform
{
    private const int ImagesPerItem = 4;

    [ThreadStatic]
    private static RandomStream? _random;

    private struct Job<TTransform>
        where TTransform : unmanaged, IImageTransform
    {
        public float* Images;
        public int Count;
        public ImageSize Size;
        public ulong Seed;
        public TTransform Transform;
    }

    /// <summary>
    /// Applies a transform to each image of [N, C, H, W]. One number is drawn from <paramref name="random"/>.
    /// </summary>
    public static void Run<TTransform>(TTransform transform, Tensor inputs, RandomStream random)
        where TTransform : unmanaged, IImageTransform
    {
        var shape = inputs.Shape;
        if (shape.Rank != 4)
            throw new ArgumentException($"{transform}: the batch is {shape}, expected images [N, C, H, W]", nameof(inputs));
        fixed (float* images = inputs.Span)
        {
            var job = new Job<TTransform>
            {
                Images = images,
                Count = shape[0],
                Size = new ImageSize(shape[1], shape[2], shape[3]),
                Seed = random.NextUInt64(),
                Transform = transform,
            };
            WorkerPool.For((shape[0] + ImagesPerItem - 1) / ImagesPerItem, &TransformItem<TTransform>, &job);
        }
    }

    private static void TransformItem<TTransform>(void* context, int item)
        where TTransform : unmanaged, IImageTransform
    {
        ref var job = ref *(Job<TTransform>*)context;
        var random = _random ??= new RandomStream(0);
        var end = Math.Min(job.Count, (item + 1) * ImagesPerItem);
        for (var i = item * ImagesPerItem; i < end; i++)
        {
            random.StartItem(job.Seed, (ulong)i);
            job.Transform.Apply(job.Images + ((long)i * job.Size.Length), job.Size, random);
        }
    }
}
