namespace Inkling.Data;

/// <summary>What <see cref="DataSources.Open"/> may be told beside the source itself.</summary>
public sealed class DataSourceOptions
{
    /// <summary>Where to look for MNIST and whom to tell about it.</summary>
    public MnistOptions Mnist { get; init; } = new();

    /// <summary>Decides on the digits that are generated, and on the images that are held out where a source has no test side.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How many training images the generator writes, 1 or more.</summary>
    public int GeneratedTrainCount { get; init; } = 60_000;

    /// <summary>How many test images the generator writes, 1 or more.</summary>
    public int GeneratedTestCount { get; init; } = 10_000;
}
