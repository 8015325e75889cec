using Inkling.Training;

namespace Inkling.Lab.Training;

/// <summary>What a page shows of a run at a moment.</summary>
public sealed record RunView
{
    /// <summary>Gets the status.</summary>
    public RunStatus Status { get; init; }

    /// <summary>Gets the number of steps that were taken.</summary>
    public int Step { get; init; }

    /// <summary>Gets the number of steps of the whole training.</summary>
    public long TotalSteps { get; init; }

    /// <summary>Gets the number of complete epochs.</summary>
    public int Epoch { get; init; }

    /// <summary>Gets the smoothed loss of the mini-batches; NaN before the first step.</summary>
    public double Loss { get; init; } = double.NaN;

    /// <summary>Gets the learning rate of the last step; NaN before the first step.</summary>
    public double LearningRate { get; init; } = double.NaN;

    /// <summary>Gets what was measured last on the sample of the held-out images; null where nothing was.</summary>
    public HeldOutPoint? Sample { get; init; }

    /// <summary>Gets the record of the last complete epoch; null before.</summary>
    public EpochRecord? LastEpoch { get; init; }

    /// <summary>Gets the hash of the weights as 16 hexadecimal digits; empty while the run trains.</summary>
    public string Hash { get; init; } = "";

    /// <summary>Gets the steps whose state is kept.</summary>
    public IReadOnlyList<int> KeptSteps { get; init; } = [];

    /// <summary>Gets why the run ended and what to change; empty where it did not end by itself.</summary>
    public string Message { get; init; } = "";

    /// <summary>Gets the folder in which the run is kept; empty where it is in memory alone.</summary>
    public string Folder { get; init; } = "";

    /// <summary>
    /// Gets what the curves say about the settings and what to change; empty while the run trains, and after few steps.
    /// </summary>
    public string Diagnosis { get; init; } = "";

    /// <summary>Gets the curves; the same object until they are taken again.</summary>
    public RunCurves Curves { get; init; } = RunCurves.None;

    /// <summary>Gets the network; the same object until it is looked at again, null before.</summary>
    public NetworkView? Network { get; init; }
}
