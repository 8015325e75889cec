namespace Inkling.Data;

/// <summary>The loaders of a training run: the training set and, optionally, the validation set.</summary>
/// <param name="Train">The loader of the training set.</param>
/// <param name="Validation">The loader of the validation set, always complete and in the same order; null for none.</param>
public sealed record DataLoaders(DataLoader Train, DataLoader? Validation = null)
{
    /// <summary>The batch size of a validation set, which matters for speed only; that of images beyond 64x64 is smaller.</summary>
    public const int ValidationBatchSize = 256;

    // The feature maps of as many pixels fit into memory.
    private const int ValidationBatchPixels = ValidationBatchSize * 64 * 64;

    /// <summary>Creates loaders for two data sets, the first one shuffled.</summary>
    /// <param name="train">The training set, at least one item.</param>
    /// <param name="validation">The validation set, or null.</param>
    /// <param name="batchSize">The number of items in a training batch, at least 1.</param>
    /// <param name="random">The random stream of the order; null for a new one seeded from <see cref="Randomness.Default"/>.</param>
    /// <param name="transforms">The transforms of the training inputs alone, such as augmentation, in this order.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is less than 1.</exception>
    public static DataLoaders Of(
        Dataset train, Dataset? validation = null, int batchSize = 64, RandomStream? random = null, params Transform[] transforms) =>
        new(new DataLoader(train, batchSize, shuffle: true, random, transforms), validation is { Count: > 0 }
            ? ForValidation(validation)
            : null);

    /// <summary>
    /// Creates a loader of all items in their order, with a random stream of its own, so that evaluation does not change the numbers that
    /// training draws.
    /// </summary>
    /// <param name="items">The validation set.</param>
    /// <param name="batchSize">The number of items in a batch, at least 1; of images at most as many as have a million pixels.</param>
    public static DataLoader ForValidation(Dataset items, int batchSize = ValidationBatchSize) => new(
        items,
        items is ImageDataset images ? Math.Min(batchSize, ValidationBatchSizeOf(images.Rows, images.Columns)) : batchSize,
        random: new RandomStream(0));

    /// <summary>Gets the number of images of a size that are evaluated together, at least 1.</summary>
    internal static int ValidationBatchSizeOf(int rows, int columns) =>
        Math.Clamp(ValidationBatchPixels / Math.Max(1, rows * columns), 1, ValidationBatchSize);
}
