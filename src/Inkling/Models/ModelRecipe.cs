using Inkling.Data;
using Inkling.Nn;

namespace Inkling.Models;

/// <summary>A network by name, and how to create it. <c>HyperParameters.For</c> has what trains it well.</summary>
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

    /// <summary>Creates the loss that its training minimises, with a label smoothing from 0 to 1 where the loss has one.</summary>
    public Func<float, Loss> Loss { get; init; } = labelSmoothing => new CrossEntropyLoss(labelSmoothing);
}
