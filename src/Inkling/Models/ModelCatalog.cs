using Inkling.Nn;

namespace Inkling.Models;

/// <summary>The networks that can be made by name: by the command line, and when a model file is loaded.</summary>
public static class ModelCatalog
{
    private static readonly Dictionary<string, Func<int, int, int, Module>> Factories = new(StringComparer.Ordinal)
    {
        ["mlp"] = (rows, columns, classes) => Mlp.Create(inputs: checked(rows * columns), classes: classes),
    };

    /// <summary>The names, the one for beginners first.</summary>
    public static IReadOnlyCollection<string> Names => Factories.Keys;

    /// <summary>Makes a network with starting weights from <see cref="Randomness.Default"/>.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="rows">Rows of an image, at least 1.</param>
    /// <param name="columns">Columns of an image, at least 1.</param>
    /// <param name="classes">Classes to tell apart, at least 1.</param>
    /// <returns>A network from [N, 1, rows, columns] to logits [N, classes].</returns>
    /// <exception cref="ArgumentException">There is no such name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public static Module Create(string name, int rows = 28, int columns = 28, int classes = 10) =>
        Factories.TryGetValue(name, out var create)
            ? create(rows, columns, classes)
            : throw new ArgumentException($"there is no model '{name}', expected one of: {string.Join(", ", Names)}", nameof(name));
}
