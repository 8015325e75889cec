namespace Inkling.Training;

/// <summary>What a <see cref="TrainingRun"/> keeps and measures besides the training itself; none of it changes the weights.</summary>
public sealed record TrainingRunOptions
{
    /// <summary>
    /// Gets the most memory for kept states, in bytes: 256 MiB by default. Where more would be needed, every other state is dropped.
    /// </summary>
    public long MemoryBudget { get; init; } = 256L << 20;

    /// <summary>Gets the number of states that are kept in an epoch while they fit into the memory, at least 1.</summary>
    public int StatesPerEpoch { get; init; } = 50;

    /// <summary>
    /// Gets the number of validation images, the first ones, that are measured at kept states, after as many training images at the
    /// earliest; 0 for none.
    /// </summary>
    public int SampleSize { get; init; } = 500;

    /// <summary>
    /// Gets whether <see cref="TrainingRun.Advance"/> also returns within a mini-batch, between the layers and operations of a step, for
    /// programs that have to answer on the thread of the training; false by default. The bits are the same.
    /// </summary>
    public bool InParts { get; init; }
}
