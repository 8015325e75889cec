namespace Inkling.Data;

/// <summary>
/// Digits that Inkling writes itself, for machines without MNIST: strokes drawn as a hand draws them, several ways for each digit, each
/// image in
/// a hand of its own, prepared by the same scaling and centring as any other picture.
/// </summary>
/// <remarks>
/// Every image depends on the seed, the set and its index alone, so the bytes are the same on any number of threads. Each class holds its
/// share
/// of the images to within one; their order is shuffled. Training and test images come from different random streams.
/// </remarks>
public static class Handwriting
{
    private const int ImageBytes = MnistNormalizer.Size * MnistNormalizer.Size;

    /// <summary>The training set.</summary>
    /// <param name="count">How many images, at least 0.</param>
    /// <param name="seed">Another seed, other writers.</param>
    /// <returns>28x28 images of the ten digits.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative or the pixels would not fit into one
    /// array.</exception>
    public static ImageDataset Train(int count = 60_000, ulong seed = 1) =>
        WriteSet("handwriting train", count, RandomStream.ForItem(seed, 0).NextUInt64());

    /// <summary>The test set, by other hands than the training set of the same seed.</summary>
    /// <inheritdoc cref="Train"/>
    public static ImageDataset Test(int count = 10_000, ulong seed = 1) =>
        WriteSet("handwriting test", count, RandomStream.ForItem(seed, 1).NextUInt64());

    /// <summary>Writes one digit in a hand that chance picks.</summary>
    /// <param name="digit">0 to 9.</param>
    /// <param name="random">What decides on the hand, the way of writing and every slip of the pen.</param>
    /// <returns>[28, 28] bytes, row by row; 0 is background and 255 is full ink.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="digit"/> is not 0 to 9.</exception>
    public static byte[] Draw(int digit, RandomStream random)
    {
        if (digit is < 0 or > 9)
            throw new ArgumentOutOfRangeException(nameof(digit), digit, $"Handwriting.Draw: digit is {digit}, 0 to 9 expected");
        var field = new byte[ImageBytes];
        Draw(digit, random, field);
        return field;
    }

    private static void Draw(int digit, RandomStream random, Span<byte> field)
    {
        Span<PenPoint> line = stackalloc PenPoint[WriterStyle.MaxPoints];
        Span<float> sheet = stackalloc float[StrokeRasterizer.SheetSize * StrokeRasterizer.SheetSize];
        var hand = new WriterStyle(random);
        var points = hand.Write(DigitShapes.Pick(digit, random), random, line);
        StrokeRasterizer.Draw(line[..points], hand.LineWidth, random.NextSingle(0.5f, 0.7f), sheet);
        MnistNormalizer.TryNormalize(sheet, StrokeRasterizer.SheetSize, StrokeRasterizer.SheetSize, field);
    }

    /// <summary>Writes a set on at most so many threads (-1: as many as there are), which changes nothing but the time.</summary>
    internal static ImageDataset WriteSet(string name, int count, ulong seed, int threads = -1)
    {
        if (count < 0 || count > Array.MaxLength / ImageBytes)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count), count, $"{name}: {count} images asked for, 0 to {Array.MaxLength / ImageBytes} expected");
        }

        var order = new int[count];
        for (var i = 0; i < count; i++)
            order[i] = i % 10;
        new RandomStream(seed).Shuffle(order);
        var labels = Array.ConvertAll(order, digit => (byte)digit);
        var pixels = new byte[count * ImageBytes];

        const int Page = 256;
        Parallel.For(0, (count + Page - 1) / Page, new ParallelOptions { MaxDegreeOfParallelism = threads }, page =>
        {
            for (var i = page * Page; i < Math.Min(count, (page + 1) * Page); i++)
                Draw(labels[i], RandomStream.ForItem(seed, (ulong)i), pixels.AsSpan(i * ImageBytes, ImageBytes));
        });
        return new ImageDataset(name, pixels, labels, ImageDataset.Digits);
    }
}
