using System.Diagnostics;

namespace Inkling.Data;

/// <summary>
/// Generates handwritten digits, for machines without MNIST: strokes with the variation of handwriting, several variants of each digit,
/// each image by another writer, scaled and centred as MNIST's images are (<see cref="MnistNormalizer"/>).
/// </summary>
/// <remarks>
/// Every image depends on the seed, the set and its index alone, so the bytes are the same on any number of threads. The classes have
/// equally many images, to within one, in random order. Training and test images come from different random streams.
/// </remarks>
public static class Handwriting
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(20);

    private const int ImageBytes = MnistNormalizer.Size * MnistNormalizer.Size;

    /// <summary>Generates a training set.</summary>
    /// <param name="count">The number of images, 0 or more.</param>
    /// <param name="seed">The seed of the random numbers.</param>
    /// <returns>28x28 images of the ten digits.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative or the pixels would not fit into one
    /// array.</exception>
    public static ImageDataset Train(int count = 60_000, ulong seed = 1) =>
        Generate("handwriting train", count, RandomStream.ForItem(seed, 0).NextUInt64());

    /// <summary>Generates a test set, by other writers than the training set of the same seed.</summary>
    /// <inheritdoc cref="Train"/>
    public static ImageDataset Test(int count = 10_000, ulong seed = 1) =>
        Generate("handwriting test", count, RandomStream.ForItem(seed, 1).NextUInt64());

    /// <summary>
    /// Generates a training set on the thread of the caller, which can do other work every few milliseconds: for a page in a browser.
    /// </summary>
    /// <returns>The images that <see cref="Train"/> generates.</returns>
    /// <inheritdoc cref="Train"/>
    public static Task<ImageDataset> TrainAsync(int count = 60_000, ulong seed = 1) =>
        GenerateAsync("handwriting train", count, RandomStream.ForItem(seed, 0).NextUInt64());

    /// <summary>Generates a test set as <see cref="TrainAsync"/> does.</summary>
    /// <returns>The images that <see cref="Test"/> generates.</returns>
    /// <inheritdoc cref="TrainAsync"/>
    public static Task<ImageDataset> TestAsync(int count = 10_000, ulong seed = 1) =>
        GenerateAsync("handwriting test", count, RandomStream.ForItem(seed, 1).NextUInt64());

    /// <summary>Generates one image of a digit by a random writer.</summary>
    /// <param name="digit">0 to 9.</param>
    /// <param name="random">The random stream.</param>
    /// <returns>[28, 28] bytes; 0 is background and 255 is full ink.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="digit"/> is not 0 to 9.</exception>
    public static byte[] Draw(int digit, RandomStream random)
    {
        if (digit is < 0 or > 9)
            throw new ArgumentOutOfRangeException(nameof(digit), digit, $"Handwriting.Draw: digit is {digit}, 0 to 9 expected");
        var image = new byte[ImageBytes];
        Draw(digit, random, image);
        return image;
    }

    private static void Draw(int digit, RandomStream random, Span<byte> image)
    {
        Span<PenPoint> line = stackalloc PenPoint[WriterStyle.MaxPoints];
        Span<float> sheet = stackalloc float[StrokeRasterizer.SheetSize * StrokeRasterizer.SheetSize];
        var writer = new WriterStyle(random);
        var points = writer.Write(DigitShapes.Pick(digit, random), random, line);
        StrokeRasterizer.Draw(line[..points], writer.LineWidth, random.NextSingle(0.5f, 0.7f), sheet);
        MnistNormalizer.TryNormalize(sheet, StrokeRasterizer.SheetSize, StrokeRasterizer.SheetSize, image);
    }

    /// <summary>Generates a set on a number of threads (-1: as many as there are), on which the result does not depend.</summary>
    internal static ImageDataset Generate(string name, int count, ulong seed, int threads = -1)
    {
        var set = Create(name, count, seed);
        const int ChunkSize = 256;
        Parallel.For(0, (count + ChunkSize - 1) / ChunkSize, new ParallelOptions { MaxDegreeOfParallelism = threads }, chunk =>
        {
            for (var i = chunk * ChunkSize; i < Math.Min(count, (chunk + 1) * ChunkSize); i++)
                DrawItem(set, i, seed);
        });
        return set;
    }

    private static async Task<ImageDataset> GenerateAsync(string name, int count, ulong seed)
    {
        var set = Create(name, count, seed);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            DrawItem(set, i, seed);
            if (Stopwatch.GetElapsedTime(start) < Slice)
                continue;
            await Task.Delay(1).ConfigureAwait(false);
            start = Stopwatch.GetTimestamp();
        }

        return set;
    }

    /// <summary>Creates a set whose images are still to be drawn.</summary>
    private static ImageDataset Create(string name, int count, ulong seed)
    {
        if (count < 0 || count > Array.MaxLength / ImageBytes)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count), count, $"{name}: {count} images requested, 0 to {Array.MaxLength / ImageBytes} expected");
        }

        var order = new int[count];
        for (var i = 0; i < count; i++)
            order[i] = i % 10;
        new RandomStream(seed).Shuffle(order);
        return new ImageDataset(
            name, new byte[count * ImageBytes], Array.ConvertAll(order, digit => (byte)digit), ImageDataset.Digits);
    }

    private static void DrawItem(ImageDataset set, int index, ulong seed) =>
        Draw(set.Labels[index], RandomStream.ForItem(seed, (ulong)index), set.Pixels.AsSpan(index * ImageBytes, ImageBytes));
}
