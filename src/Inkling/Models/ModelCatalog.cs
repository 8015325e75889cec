using Inkling.Data;
using Inkling.Nn;

namespace Inkling.Models;

/// <summary>The networks that can be created by name, by the command line and when a model file is loaded.</summary>
public static class ModelCatalog
{
    private static readonly string[] ThreeAndSeven = ["3", "7"];

    private static readonly Dictionary<string, ModelDefinition> Definitions = new ModelDefinition[]
    {
        new()
        {
            Name = "mlp",
            Description = "the ten digits, 784-128-10: the network of the first lesson",
            Create = (rows, columns, classes, hidden) => Mlp.Create(hidden, checked(rows * columns), classes),
            Hidden = 128,
        },
        new()
        {
            Name = "linear",
            Description = "the ten digits, 784-10: a weighted sum of the pixels for each",
            Create = (rows, columns, classes, _) => LinearClassifier.Create(checked(rows * columns), classes),
        },
        new()
        {
            Name = "threes-sevens",
            Description = "threes from sevens, 784-1: one weighted sum, written out by hand",
            Create = (rows, columns, _, _) => new ThreesSevensLinear(checked(rows * columns)),
            Classes = ThreeAndSeven,
            Loss = _ => new MnistLoss(),
        },
        new()
        {
            Name = "simple-net",
            Description = "threes from sevens, 784-32-1: with a hidden layer",
            Create = (rows, columns, _, hidden) => SimpleNet.Create(hidden, checked(rows * columns)),
            Hidden = 32,
            Classes = ThreeAndSeven,
            Loss = _ => new MnistLoss(),
        },
        new()
        {
            Name = "cnn",
            Description = "four convolutions and a linear layer, the most accuracy for its time",
            Create = (rows, columns, classes, _) => new SmallCnn(rows, columns, classes),
            MinSide = SmallCnn.MinSide,
        },
        new()
        {
            Name = "resnet18",
            Description = "ResNet-18, a deep convolutional network",
            Create = (_, _, classes, _) => new ResNet18(inChannels: 1, classes) { EnlargeTo = 40 },
        },
        new()
        {
            Name = "custom",
            Description = "layers of your choice: --convolutions, --layers, --activation, --dropout",
            Create = (rows, columns, classes, _) => new NetworkDesign().Create(rows, columns, classes),
            Design = new NetworkDesign(),
        },
    }.ToDictionary(definition => definition.Name, StringComparer.Ordinal);

    /// <summary>Gets the names, the default first.</summary>
    public static IReadOnlyCollection<string> Names => Definitions.Keys;

    /// <summary>Gets the definitions, in the order of <see cref="Names"/>.</summary>
    public static IReadOnlyCollection<ModelDefinition> All => Definitions.Values;

    /// <summary>Finds the definition of a network.</summary>
    /// <exception cref="ArgumentException">There is no such name.</exception>
    public static ModelDefinition Find(string name) => Definitions.TryGetValue(name, out var definition)
        ? definition
        : throw new ArgumentException($"there is no model '{name}', expected one of: {string.Join(", ", Names)}", nameof(name));

    /// <summary>Creates a network with initial weights from <see cref="Randomness.Default"/>.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="rows">Rows of an image, at least 1.</param>
    /// <param name="columns">Columns of an image, at least 1.</param>
    /// <param name="classes">The number of classes, at least 1; null for that of the definition, or ten.</param>
    /// <param name="hidden">The number of hidden units, at least 1; null for that of the definition.</param>
    /// <param name="design">The layers; null for those of the definition.</param>
    /// <returns>A network from [N, 1, rows, columns] to logits [N, classes].</returns>
    /// <exception cref="ArgumentException">
    /// There is no such name, the network has another number of classes, no hidden layer, or layers that cannot be chosen.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public static Module Create(
        string name, int rows = MnistNormalizer.Size, int columns = MnistNormalizer.Size, int? classes = null, int? hidden = null,
        NetworkDesign? design = null)
    {
        var definition = Find(name);
        var count = classes ?? definition.Classes?.Count ?? 10;
        if (definition.Classes is { } only && only.Count != count)
            throw new ArgumentException(
                $"{name} tells {only.Count} classes apart ({string.Join(", ", only)}), {count} are given", nameof(classes));
        if (hidden is not null && definition.Hidden is null)
            throw new ArgumentException($"{name} has no hidden layer whose units can be chosen, {hidden} are given", nameof(hidden));
        if (hidden < 1)
            throw new ArgumentOutOfRangeException(nameof(hidden), $"{name}: {hidden} hidden units, expected at least 1");
        if (design is not null && definition.Design is null)
            throw new ArgumentException($"{name} has no layers that can be chosen, some are given", nameof(design));
        return design?.Create(rows, columns, count) ?? definition.Create(rows, columns, count, hidden ?? definition.Hidden ?? 0);
    }
}
