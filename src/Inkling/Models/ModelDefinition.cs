using Inkling.Data;
using Inkling.Nn;

namespace Inkling.Models;

/// <summary>A network by name, and how to create it. <c>HyperParameters.For</c> has what trains it well.</summary>
public sealed record ModelDefinition
{
    /// <summary>Gets the name, such as "mlp".</summary>
    public required string Name { get; init; }

    /// <summary>Gets a short description.</summary>
    public required string Description { get; init; }

    /// <summary>
    /// Creates the network for rows, columns, classes and hidden units, with initial weights from
    /// <see cref="Randomness.Default"/>: [N, 1, rows, columns] to logits [N, classes].
    /// </summary>
    public required Func<int, int, int, int, Module> Create { get; init; }

    /// <summary>
    /// Gets the default number of hidden units; null where there is no hidden layer. The first entry of the state dictionary is the weight
    /// of that layer, [hidden, rows * columns], from which the number of a model file is read.
    /// </summary>
    public int? Hidden { get; init; }

    /// <summary>Gets the default design of the layers; null where they cannot be chosen.</summary>
    public NetworkDesign? Design { get; init; }

    /// <summary>Gets the names of the only classes that it can have; null for those of the data.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>Gets the smallest number of rows and columns of an image.</summary>
    public int MinSide { get; init; } = 1;

    /// <summary>Creates the loss that its training minimises, with a label smoothing from 0 to 1 where the loss has one.</summary>
    public Func<float, Loss> Loss { get; init; } = labelSmoothing => new CrossEntropyLoss(labelSmoothing);
}
