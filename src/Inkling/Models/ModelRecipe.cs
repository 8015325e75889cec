using Inkling.Data;
using Inkling.Nn;
using Inkling.Optim;

namespace Inkling.Models;

/// <summary>A network by name: how to make it, and settings that train it well.</summary>
public sealed record ModelRecipe
{
    /// <summary>Its name, such as "mlp".</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in a few words.</summary>
    public required string Description { get; init; }

    /// <summary>
    /// Makes it for images of some rows and columns, a number of classes and of hidden units, with starting weights from
    /// <see cref="Randomness.Default"/>: [N, 1, rows, columns] to logits [N, classes].
    /// </summary>
    public required Func<int, int, int, int, Module> Create { get; init; }

    /// <summary>
    /// Units of its hidden layer, which may be another number; null where there is no such layer. The first entry of its state dictionary
    /// is that layer's weight, [hidden, rows * columns], by which a model file tells the number.
    /// </summary>
    public int? Hidden { get; init; }

    /// <summary>The only classes that it is for, by their names; null for those of the data.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>The fewest rows and columns of an image that it can read.</summary>
    public int MinSide { get; init; } = 1;

    /// <summary>What becomes small in its training; each call makes one.</summary>
    public Func<Loss> Loss { get; init; } = () => new CrossEntropyLoss();

    /// <summary>Times to go through the images.</summary>
    public required int Epochs { get; init; }

    /// <summary>Images in a step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The learning rate with <see cref="Optimizer"/>; that of the peak with <see cref="ScheduleKind.OneCycle"/>.</summary>
    public required float LearningRate { get; init; }

    /// <summary>The weight decay; null for the optimizer's default.</summary>
    public float? WeightDecay { get; init; }

    /// <summary>The augmentation of the training images.</summary>
    public AugmentationKind Augmentation { get; init; }

    /// <summary>The optimizer.</summary>
    public OptimizerKind Optimizer { get; init; }

    /// <summary>The learning-rate schedule.</summary>
    public ScheduleKind Schedule { get; init; }

    /// <summary>The learning rate with an optimizer: its own with <see cref="Optimizer"/>, else a usual one.</summary>
    public float LearningRateFor(OptimizerKind optimizer) => optimizer == Optimizer ? LearningRate : optimizer.UsualLearningRate();
}
