using Inkling.Data;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Figures.Report;

/// <summary>A trained network and all that is known of how it came about: what a <see cref="RunReport"/> is made of.</summary>
public sealed record ReportSubject
{
    /// <summary>What the run is called.</summary>
    public required string Name { get; init; }

    /// <summary>The network.</summary>
    public required TrainedModel Model { get; init; }

    /// <summary>What the images are called.</summary>
    public required string Data { get; init; }

    /// <summary>The images that the report measures on, at least one, in the classes of the model.</summary>
    public required ImageDataset Test { get; init; }

    /// <summary>The images that were learned from; null where they are not known.</summary>
    public ImageDataset? Train { get; init; }

    /// <summary>
    /// The training images that were held out, on which each epoch was measured; null where that was done on the test images.
    /// </summary>
    public ImageDataset? HeldOut { get; init; }

    /// <summary>What the network was trained with; null where it is not known.</summary>
    public HyperParameters? HyperParameters { get; init; }

    /// <summary>The epochs of the training, with the accuracy as their first metric; empty where they are not known.</summary>
    public IReadOnlyList<EpochRecord> Epochs { get; init; } = [];

    /// <summary>The loss of each step of the training; empty where it is not known.</summary>
    public IReadOnlyList<float> Losses { get; init; } = [];

    /// <summary>The running mean of <see cref="Losses"/>, as many.</summary>
    public IReadOnlyList<float> SmoothedLosses { get; init; } = [];

    /// <summary>The learning rate of each step, as many; empty where it is not known.</summary>
    public IReadOnlyList<float> LearningRates { get; init; } = [];

    /// <summary>Settings and machine, by name.</summary>
    public IReadOnlyList<ReportFact> Facts { get; init; } = [];

    /// <summary>The commands that do all of this again.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    /// <summary>
    /// How many of the test images are attacked, the first ones: at least 1; if null, 500, and 100 of a network with a million parameters
    /// or more.
    /// </summary>
    public int? AttackedImages { get; init; }

    /// <summary>How far a pixel is moved in the example of an attack, above 0 and at most 1.</summary>
    public float Epsilon { get; init; } = 0.125f;
}

/// <summary>Something that is known of a run.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Its value, in words.</param>
public sealed record ReportFact(string Name, string Value);
