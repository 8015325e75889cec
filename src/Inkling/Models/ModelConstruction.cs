using Inkling.Data;
using Inkling.Formats;
using Inkling.Nn;

namespace Inkling.Models;

/// <summary>
/// Constructs the network that a model file is of. No more is allocated than the file can fill, whatever sizes its metadata states.
/// </summary>
internal static class ModelConstruction
{
    /// <summary>
    /// Elements that a network may have where the file has fewer: 4 MB, with which the error for a file of the wrong tensors names the
    /// first of them.
    /// </summary>
    private const int FreeElements = 1 << 20;

    /// <summary>Constructs the network with its extra state; its weights are still to be loaded.</summary>
    /// <param name="file">The file.</param>
    /// <param name="metadata">The file's metadata.</param>
    /// <param name="create">Creates the module; null for a model of <see cref="ModelCatalog"/>.</param>
    /// <exception cref="InvalidDataException">The file is of no known model, or of one that is larger than the file.</exception>
    public static TrainedModel Run(SafeTensorsFile file, ModelMetadata metadata, Func<ModelDescription, Module>? create)
    {
        var (name, classNames) = (metadata.Name, metadata.ClassNames);
        if (create is null)
        {
            name ??= ModelCatalog.All.FirstOrDefault(known => Fits(file, metadata, known))?.Name ?? ModelCatalog.Names.First();
            var definition = FindDefinition(file.Name, name, metadata);
            classNames ??= definition.Classes;
            create = definition.Design is null
                ? model => Create(file, definition, model.Rows, model.Columns, model.ClassNames.Count)
                : Designed(DesignOf(file.Name, metadata));
        }

        var description =
            new ModelDescription(name ?? "", classNames ?? ImageDataset.Digits, metadata.Rows, metadata.Columns, metadata.ExtraState);
        var module = Within(file, () => create(description)) ?? throw TooLarge(file, description);
        try
        {
            module.SetExtraState(metadata.ExtraState);
        }
        catch (FormatException error)
        {
            throw FormatError.In(file.Name, error.Message, error);
        }

        return new TrainedModel(name ?? module.GetType().Name, module, description.ClassNames, metadata.Rows, metadata.Columns);
    }

    /// <summary>The creation of the layers that the metadata describes.</summary>
    private static NetworkDesign DesignOf(string path, ModelMetadata metadata)
    {
        try
        {
            var design = NetworkDesign.Parse(metadata.ExtraState);
            return Math.Min(metadata.Rows, metadata.Columns) >= design.MinSide
                ? design
                : throw FormatError.In(
                    path,
                    $"convolutions {design.Convolutions} for images of {metadata.Rows}x{metadata.Columns}, "
                    + $"expected at least {design.MinSide}x{design.MinSide}");
        }
        catch (FormatException error)
        {
            throw FormatError.In(path, error.Message, error);
        }
    }

    private static Func<ModelDescription, Module> Designed(NetworkDesign design) =>
        model => design.Create(model.Rows, model.Columns, model.ClassNames.Count);

    /// <summary>The definition of a model in the catalog, if the file's size and classes suit it.</summary>
    private static ModelDefinition FindDefinition(string path, string name, ModelMetadata metadata)
    {
        if (!ModelCatalog.Names.Contains(name))
        {
            throw FormatError.In(
                path,
                $"made for the model {FormatError.Quote(name)}, expected one of: {string.Join(", ", ModelCatalog.Names)}; "
                + "a custom module is loaded by ModelFile.Load(path, model => new MyModule(...)), or after ModelFile.Register");
        }

        var definition = ModelCatalog.Find(name);
        if (Math.Min(metadata.Rows, metadata.Columns) < definition.MinSide)
            throw FormatError.In(
                path,
                $"{name} for images of {metadata.Rows}x{metadata.Columns}, expected at least {definition.MinSide}x{definition.MinSide}");
        if (definition.Classes is { } only && metadata.ClassNames is { } named && named.Count != only.Count)
            throw FormatError.In(path, $"{name} for {named.Count} classes, expected {only.Count}");
        return definition;
    }

    /// <summary>Whether a file without a model's name has the tensors of a model.</summary>
    private static bool Fits(SafeTensorsFile file, ModelMetadata metadata, ModelDefinition definition)
    {
        var classes = (metadata.ClassNames ?? definition.Classes ?? ImageDataset.Digits).Count;
        if (definition.Design is not null || (definition.Classes is { } only && only.Count != classes)
            || Math.Min(metadata.Rows, metadata.Columns) < definition.MinSide)
        {
            return false;
        }
        var expected = Within(file, () => Create(file, definition, metadata.Rows, metadata.Columns, classes))?.StateDictionary();
        return expected?.Count == file.Tensors.Count
            && expected.All(entry => file.TryGet(entry.Key, out var tensor) && tensor.Shape.SequenceEqual(entry.Value.Shape.ToArray()));
    }

    /// <summary>The network for what the file holds: with as many hidden units as the first weight there has rows.</summary>
    private static Module Create(SafeTensorsFile file, ModelDefinition definition, int rows, int columns, int classes)
    {
        if (definition.Hidden is null)
            return ModelCatalog.Create(definition.Name, rows, columns, classes);

        // Of the smallest such network only the name of its first weight matters.
        var smallest = ModelCatalog.Create(definition.Name, rows, columns, classes, hidden: 1);
        int? hidden = file.TryGet(smallest.NamedParameters().First().Name, out var weight)
            && weight.Shape is [> 0 and var units, var inputs] && inputs == rows * columns
            ? units
            : null;
        return ModelCatalog.Create(definition.Name, rows, columns, classes, hidden);
    }

    /// <summary>Constructs a module whose elements the file can fill; null where it has more.</summary>
    private static Module? Within(SafeTensorsFile file, Func<Module> create)
    {
        using var _ = Initialization.Skip(Math.Clamp(Elements(file), FreeElements, ModelFile.MaximumElements));
        try
        {
            return create();
        }
        catch (ElementLimitException)
        {
            return null;
        }
    }

    private static InvalidDataException TooLarge(SafeTensorsFile file, ModelDescription model) => FormatError.In(
        file.Name,
        $"{(model.Name.Length > 0 ? FormatError.Plain(model.Name) : "the module")} for images of {model.Rows}x{model.Columns} "
        + $"and {model.ClassNames.Count} classes has more than the {Elements(file):N0} weights of the file");

    private static long Elements(SafeTensorsFile file) => file.Tensors.Sum(tensor => (long)tensor.Count);
}
