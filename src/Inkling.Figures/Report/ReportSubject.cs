using Inkling.Data;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Figures.Report;

/// <summary>A trained network with its data and history: the input of a <see cref="RunReport"/>.</summary>
public sealed record ReportSubject
{
    /// <summary>The name of the run.</summary>
    public required string Name { get; init; }

    /// <summary>The network.</summary>
    public required TrainedModel Model { get; init; }

    /// <summary>The name of the data.</summary>
    public required string Data { get; init; }

    /// <summary>The test set: at least one image, with the classes of the model.</summary>
    public required ImageDataset Test { get; init; }

    /// <summary>The training set; null where it is not known.</summary>
    public ImageDataset? Train { get; init; }

    /// <summary>The validation set, held out from the training images; null where the run was validated on the test images.</summary>
    public ImageDataset? HeldOut { get; init; }

    /// <summary>The hyper-parameters of the run; null where they are not known.</summary>
    public HyperParameters? HyperParameters { get; init; }

    /// <summary>The records of the epochs, with the accuracy as first metric; empty where they are not known.</summary>
    public IReadOnlyList<EpochRecord> Epochs { get; init; } = [];

    /// <summary>The loss of each step; empty where it is not known.</summary>
    public IReadOnlyList<float> Losses { get; init; } = [];

    /// <summary>The running mean of <see cref="Losses"/>, as many.</summary>
    public IReadOnlyList<float> SmoothedLosses { get; init; } = [];

    /// <summary>The learning rate of each step, as many; empty where it is not known.</summary>
    public IReadOnlyList<float> LearningRates { get; init; } = [];

    /// <summary>Hyper-parameters and machine as text.</summary>
    public IReadOnlyList<ReportFact> Facts { get; init; } = [];

    /// <summary>The commands that reproduce the run and its report.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    /// <summary>
    /// The number of test images that are attacked, the first ones, at least 1; null for 500, or 100 for a network of a million parameters
    /// or more.
    /// </summary>
    public int? AttackedImages { get; init; }

    /// <summary>The epsilon of the example of an attack, above 0 and at most 1.</summary>
    public float Epsilon { get; init; } = 0.125f;
}

/// <summary>A property of a run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value as text.</param>
public sealed record ReportFact(string Name, string Value);
