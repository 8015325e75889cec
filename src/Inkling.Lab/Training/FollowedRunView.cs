using Inkling.Figures.Images;

namespace Inkling.Lab.Training;

/// <summary>What the files of a run say at a moment.</summary>
public sealed record FollowedRunView
{
    /// <summary>Gets the status.</summary>
    public FollowedRunStatus Status { get; init; }

    /// <summary>Gets the process that holds the folder, and since when; empty where none does.</summary>
    public string Writer { get; init; } = "";

    /// <summary>Gets the number of epochs that are recorded.</summary>
    public int Epoch { get; init; }

    /// <summary>Gets the number of epochs of the whole training.</summary>
    public int Epochs { get; init; }

    /// <summary>Gets the number of steps that are recorded.</summary>
    public int Step { get; init; }

    /// <summary>Gets the smoothed loss of the mini-batches; NaN before the first step.</summary>
    public double Loss { get; init; } = double.NaN;

    /// <summary>Gets the accuracy after the last recorded epoch, 0 to 1; NaN before.</summary>
    public double Accuracy { get; init; } = double.NaN;

    /// <summary>Gets the curves; the same object until there are new points.</summary>
    public RunCurves Curves { get; init; } = RunCurves.None;

    /// <summary>Gets the weights of the first layer of the newest model; null where there is none, or they are no images.</summary>
    public WeightImages? Weights { get; init; }

    /// <summary>Gets why the files cannot be read; empty where they can.</summary>
    public string Message { get; init; } = "";
}
