namespace Inkling.Data;

/// <summary>What a training goes through: the batches to learn from and, where there are some, those to measure on.</summary>
/// <param name="Train">The batches to learn from.</param>
/// <param name="Validation">The batches to measure on, always all and in the same order; null for none.</param>
public sealed record DataLoaders(DataLoader Train, DataLoader? Validation = null)
{
    /// <summary>Items per batch where nothing is learned, and size only matters for speed.</summary>
    public const int ValidationBatchSize = 256;

    /// <summary>Loaders for two data sets, the first one shuffled.</summary>
    /// <param name="train">What to learn from; at least one item.</param>
    /// <param name="validation">What to measure on, or null.</param>
    /// <param name="batchSize">Items per training batch, at least 1.</param>
    /// <param name="random">What decides the order; a new stream drawn from <see cref="Randomness.Default"/> when null.</param>
    /// <param name="transforms">What is done to the training inputs alone, such as augmentation, in this order.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1.</exception>
    public static DataLoaders Of(
        Dataset train, Dataset? validation = null, int batchSize = 64, RandomStream? random = null, params Transform[] transforms) =>
        new(new DataLoader(train, batchSize, shuffle: true, random, transforms), validation is { Count: > 0 }
            ? ForValidation(validation)
            : null);

    /// <summary>
    /// All items in their order. Its random stream is its own, so that measuring leaves the numbers that training draws as they are.
    /// </summary>
    public static DataLoader ForValidation(Dataset items, int batchSize = ValidationBatchSize) =>
        new(items, batchSize, random: new RandomStream(0));
}
