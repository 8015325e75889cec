using Inkling.Data;
using Inkling.Nn;

namespace Inkling.Models;

/// <summary>A network by name: how to make it, and settings that train it well.</summary>
public sealed record ModelRecipe
{
    /// <summary>Its name, such as "mlp".</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in a few words.</summary>
    public required string Description { get; init; }

    /// <summary>
    /// Makes it for images of some rows and columns and a number of classes, with starting weights from <see cref="Randomness.Default"/>:
    /// [N, 1, rows, columns] to logits [N, classes].
    /// </summary>
    public required Func<int, int, int, Module> Create { get; init; }

    /// <summary>The only classes that it is for, by their names; null for those of the data.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>The fewest rows and columns of an image that it can read.</summary>
    public int LeastSide { get; init; } = 1;

    /// <summary>What becomes small in its training; each call makes one.</summary>
    public Func<Loss> Loss { get; init; } = () => new CrossEntropyLoss();

    /// <summary>Times to go through the images.</summary>
    public required int Epochs { get; init; }

    /// <summary>Images in a step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>How far a step goes, with <see cref="Optimizer"/>; with "one-cycle" at its top.</summary>
    public required float LearningRate { get; init; }

    /// <summary>The weight decay of "sgd" and "momentum"; the Adam family keeps its own.</summary>
    public float WeightDecay { get; init; }

    /// <summary>What is done to the training images, in this order; each call makes them anew.</summary>
    public Func<Transform[]> Transforms { get; init; } = () => [];

    /// <summary>"sgd", "momentum", "adam" or "adamw".</summary>
    public string Optimizer { get; init; } = "sgd";

    /// <summary>"constant" or "one-cycle".</summary>
    public string Schedule { get; init; } = "constant";
}
