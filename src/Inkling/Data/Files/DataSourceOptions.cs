namespace Inkling.Data;

/// <summary>The options of <see cref="DataSources.Open"/>.</summary>
public sealed class DataSourceOptions
{
    /// <summary>Gets where MNIST is looked for and what its progress is reported to.</summary>
    public MnistOptions Mnist { get; init; } = new();

    /// <summary>
    /// Gets the function that opens a folder of pictures by class, given the folder and a seed; it returns null where the folder holds
    /// none. <c>ImageFolder.TryOpen</c> of <c>Inkling.Pictures</c> is one. Null, the default: such folders are not read.
    /// </summary>
    public Func<string, ulong, DigitData?>? Pictures { get; init; }

    /// <summary>Gets the seed of the generated digits, and of the split where a source has no test set.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Gets the number of training images to generate, 1 or more.</summary>
    public int GeneratedTrainCount { get; init; } = 60_000;

    /// <summary>Gets the number of test images to generate, 1 or more.</summary>
    public int GeneratedTestCount { get; init; } = 10_000;
}
