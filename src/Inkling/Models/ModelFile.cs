using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Inkling.Data;
using Inkling.Formats;
using Inkling.Nn;

namespace Inkling.Models;

/// <summary>
/// Models as safetensors files: the state dictionary under PyTorch's names and in PyTorch's shapes, and in the metadata the model's name
/// ("model"), its classes ("classes", a JSON array of names), the size of an image ("image_size", "28x28"), what makes images out of
/// pictures ("preparation", "mnist" or "none"), where known the complete epochs and the steps of its training ("trained_epochs",
/// "trained_steps") and the module's extra state, such as the side to which a ResNet enlarges its images ("enlarge_to").
/// </summary>
public static class ModelFile
{
    /// <summary>The name of the model's file in the folder of a run.</summary>
    public const string DefaultName = "model.safetensors";

    private const string ModelKey = "model";
    private const string ClassesKey = "classes";
    private const string SizeKey = "image_size";
    private const string PreparationKey = "preparation";
    private const string EpochsKey = "trained_epochs";
    private const string StepsKey = "trained_steps";
    private const int MaxSide = 4096;
    private const int MaxClasses = 4096;
    private const int MaxHiddenUnits = 1 << 16;

    private static readonly string[] ReservedKeys = [ModelKey, ClassesKey, SizeKey, PreparationKey, EpochsKey, StepsKey];
    private static readonly ConcurrentDictionary<string, Func<ModelDescription, Module>> Factories = new();

    /// <summary>Makes models of a name loadable without naming their factory each time.</summary>
    /// <param name="name">The name under which they are saved: that of the module's type unless another was given.</param>
    /// <param name="create">Creates the module, with any weights.</param>
    public static void Register(string name, Func<ModelDescription, Module> create) => Factories[name] = create;

    /// <summary>Writes a model, beside its target first and then renamed over it.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="model">The network and its description.</param>
    /// <exception cref="ArgumentException">The module's extra state uses a key of this class.</exception>
    /// <exception cref="DirectoryNotFoundException">The directory does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be written.</exception>
    /// <exception cref="IOException">The disk is full or the target is in use.</exception>
    public static void Save(string path, TrainedModel model)
    {
        var metadata = new Dictionary<string, string>
        {
            [ModelKey] = model.Name,
            [ClassesKey] = NamesToJson(model.ClassNames),
            [SizeKey] = $"{model.Rows}x{model.Columns}",
            [PreparationKey] = model.Preparation == ImagePreparation.Mnist ? "mnist" : "none",
        };
        SetCount(metadata, EpochsKey, model.Epochs);
        SetCount(metadata, StepsKey, model.Steps);
        foreach (var (key, value) in model.Module.GetExtraState())
        {
            if (!metadata.TryAdd(key, value))
                throw new ArgumentException(
                    $"{model.Name}: extra state \"{key}\", expected another key than {string.Join(", ", ReservedKeys)}", nameof(model));
        }

        SafeTensors.WriteFile(path, TensorsOf(model.Module), metadata);
    }

    /// <summary>Reads a model. No random numbers are drawn from <see cref="Randomness.Default"/>.</summary>
    /// <param name="path">
    /// A file that <see cref="Save"/> wrote, or one from elsewhere without this metadata whose tensors are those of a model in
    /// <see cref="ModelCatalog"/> for the ten digits at 28x28.
    /// </param>
    /// <param name="create">
    /// Creates the module, with any weights; null for models of <see cref="ModelCatalog"/> and of <see cref="Register"/>.
    /// </param>
    /// <returns>The network in evaluation mode.</returns>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, or its tensors are not those of the model, or not all finite; the message names file and tensor.
    /// </exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    public static TrainedModel Load(string path, Func<ModelDescription, Module>? create = null)
    {
        var file = SafeTensors.ReadFile(path);
        IReadOnlyList<string>? named = file.Metadata.TryGetValue(ClassesKey, out var names) ? ParseClasses(path, names) : null;
        var (rows, columns) = file.Metadata.TryGetValue(SizeKey, out var size)
            ? ParseSize(path, size)
            : (MnistNormalizer.Size, MnistNormalizer.Size);
        using var _ = Initialization.Skip();
        var isNamed = file.Metadata.TryGetValue(ModelKey, out var name);
        if (create is null && (!isNamed || !Factories.TryGetValue(name!, out create)))
        {
            name ??= ModelCatalog.All.FirstOrDefault(known => Fits(path, file, known, rows, columns, named))?.Name
                ?? ModelCatalog.Names.First();
            var definition = FindDefinition(path, name, rows, columns, named);
            named ??= definition.Classes;
            create = model => Create(path, file, definition, rows, columns, model.ClassNames.Count);
        }

        var extraState = file.Metadata.Where(entry => !ReservedKeys.Contains(entry.Key)).ToDictionary();
        var description = new ModelDescription(name ?? "", named ?? ImageDataset.Digits, rows, columns, extraState);
        var module = create(description);
        SetExtraState(path, module, extraState);
        name ??= module.GetType().Name;
        LoadState(path, file, name, module);
        module.Eval();
        var model = new TrainedModel(name, module, description.ClassNames, rows, columns)
        {
            Epochs = ParseCount(path, file, EpochsKey),
            Steps = ParseCount(path, file, StepsKey),
        };
        return file.Metadata.TryGetValue(PreparationKey, out var preparation)
            ? model with { Preparation = ParsePreparation(path, preparation) }
            : model;
    }

    /// <summary>
    /// Writes the state dictionary of any module, as <c>torch.save(model.state_dict(), path)</c>, for
    /// <see cref="LoadState(string, Module)"/>; beside its target first and then renamed over it.
    /// </summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="module">The module.</param>
    /// <exception cref="DirectoryNotFoundException">The directory does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be written.</exception>
    /// <exception cref="IOException">The disk is full or the target is in use.</exception>
    public static void SaveState(string path, Module module) =>
        SafeTensors.WriteFile(path, TensorsOf(module), new Dictionary<string, string>());

    /// <summary>
    /// Sets a network's parameters and buffers from a file with a state dictionary, such as one of torchvision that was saved as
    /// safetensors. The metadata does not matter.
    /// </summary>
    /// <param name="path">A safetensors file with the names and shapes of <see cref="Module.StateDictionary"/>, all of them and no
    /// other.</param>
    /// <param name="module">The network; unchanged if the file does not fit.</param>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, its tensors are not those of the network, or not all are finite; the message names file and tensor.
    /// </exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    public static void LoadState(string path, Module module) => LoadState(path, SafeTensors.ReadFile(path), $"{module}", module);

    /// <summary>The definition of a model in the catalog, if the file's size and classes suit it.</summary>
    private static ModelDefinition FindDefinition(string path, string name, int rows, int columns, IReadOnlyList<string>? named)
    {
        if (!ModelCatalog.Names.Contains(name))
        {
            throw new InvalidDataException(
                $"{path}: made for the model {Quoted(name)}, expected one of: {string.Join(", ", ModelCatalog.Names)}; "
                + "a custom module is loaded by ModelFile.Load(path, model => new MyModule(...)), or after ModelFile.Register");
        }

        var definition = ModelCatalog.Find(name);
        if (Math.Min(rows, columns) < definition.MinSide)
            throw new InvalidDataException(
                $"{path}: {name} for images of {rows}x{columns}, expected at least {definition.MinSide}x{definition.MinSide}");
        if (definition.Classes is { } only && named is not null && named.Count != only.Count)
            throw new InvalidDataException($"{path}: {name} for {named.Count} classes, expected {only.Count}");
        return definition;
    }

    private static IEnumerable<SafeTensor> TensorsOf(Module module) =>
        module.StateDictionary().Select(entry => SafeTensor.Of(entry.Key, entry.Value.Shape.ToArray(), entry.Value.Span));

    private static void LoadState(string path, SafeTensorsFile file, string name, Module module)
    {
        var state = new Dictionary<string, Tensor>();
        foreach (var (tensorName, expected) in module.StateDictionary())
            state[tensorName] = ReadTensor(path, file, name, tensorName, expected.Shape);
        if (file.Tensors.FirstOrDefault(tensor => !state.ContainsKey(tensor.Name)) is { } unknown)
            throw new InvalidDataException(
                $"{path}: tensor {Quoted(unknown.Name)} is not part of {name}, which has {string.Join(", ", state.Keys)}");
        module.LoadStateDictionary(state);
    }

    private static bool Fits(
        string path, SafeTensorsFile file, ModelDefinition definition, int rows, int columns, IReadOnlyList<string>? named)
    {
        var classes = (named ?? definition.Classes ?? ImageDataset.Digits).Count;
        if ((definition.Classes is { } only && only.Count != classes) || Math.Min(rows, columns) < definition.MinSide)
            return false;
        var expected = Create(path, file, definition, rows, columns, classes).StateDictionary();
        return expected.Count == file.Tensors.Count
            && expected.All(entry => file.TryGet(entry.Key, out var tensor) && tensor.Shape.SequenceEqual(entry.Value.Shape.ToArray()));
    }

    /// <summary>The network for what the file holds: with as many hidden units as the first weight there has rows.</summary>
    private static Module Create(string path, SafeTensorsFile file, ModelDefinition definition, int rows, int columns, int classes)
    {
        try
        {
            var module = ModelCatalog.Create(definition.Name, rows, columns, classes);
            return definition.Hidden is { } usual && file.TryGet(module.NamedParameters().First().Name, out var weight)
                && weight.Shape is [> 0 and <= MaxHiddenUnits and var hidden, var inputs] && inputs == rows * columns && hidden != usual
                ? ModelCatalog.Create(definition.Name, rows, columns, classes, hidden)
                : module;
        }
        catch (Exception error) when (error is ArgumentException or OverflowException)
        {
            throw new InvalidDataException(
                $"{path}: {definition.Name} for images of {rows}x{columns} and {classes} classes has more weights than a tensor can hold",
                error);
        }
    }

    private static Tensor ReadTensor(string path, SafeTensorsFile file, string model, string name, Shape shape)
    {
        if (!file.TryGet(name, out var tensor))
        {
            var held = string.Join(", ", file.Tensors.Take(6).Select(one => Quoted(one.Name)));
            throw new InvalidDataException(
                $"{path}: no tensor '{name}' {shape}, which {model} needs; the file holds {(held.Length > 0 ? held : "none")}");
        }

        var sizes = shape.ToArray();
        if (!tensor.Shape.SequenceEqual(sizes))
            throw new InvalidDataException($"{path}: tensor '{name}' is [{string.Join(", ", tensor.Shape)}], {model} expects {shape}");

        // PyTorch counts the batches that a batch norm has seen in a whole number.
        var isCounter = tensor.Type == SafeTensorType.I64 && shape.Rank == 0;
        if (!isCounter && tensor.Type is not (SafeTensorType.F32 or SafeTensorType.F64 or SafeTensorType.F16 or SafeTensorType.BF16))
            throw new InvalidDataException($"{path}: tensor '{name}' holds {tensor.Type}, expected floats (F32, F64, F16 or BF16)");
        var values = tensor.ToSingles();
        return Array.TrueForAll(values, float.IsFinite)
            ? Tensor.From(values, sizes)
            : throw new InvalidDataException($"{path}: tensor '{name}' holds values that are not finite");
    }

    private static void SetExtraState(string path, Module module, Dictionary<string, string> state)
    {
        try
        {
            module.SetExtraState(state);
        }
        catch (FormatException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }

    private static string NamesToJson(IReadOnlyList<string> names)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            foreach (var name in names)
                writer.WriteStringValue(name);
            writer.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string[] ParseClasses(string path, string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            string[] names = [.. json.RootElement.EnumerateArray().Select(element => element.GetString() ?? throw new FormatException())];
            if (names.Length is > 0 and <= MaxClasses)
                return names;
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException)
        {
            // The same message as for a list that is too short or too long.
        }

        throw new InvalidDataException(
            $"{path}: its \"{ClassesKey}\" are {Quoted(text)}, expected a JSON array of 1 to {MaxClasses} names");
    }

    private static (int Rows, int Columns) ParseSize(string path, string text)
    {
        var parts = text.Split('x');
        return parts.Length == 2 && int.TryParse(parts[0], out var rows) && int.TryParse(parts[1], out var columns)
            && rows is > 0 and <= MaxSide && columns is > 0 and <= MaxSide
            ? (rows, columns)
            : throw new InvalidDataException($"{path}: its \"{SizeKey}\" is {Quoted(text)}, expected rows and columns such as 28x28");
    }

    private static void SetCount(Dictionary<string, string> metadata, string key, int? count)
    {
        if (count is { } known)
            metadata[key] = known.ToString(CultureInfo.InvariantCulture);
    }

    private static int? ParseCount(string path, SafeTensorsFile file, string key)
    {
        if (!file.Metadata.TryGetValue(key, out var text))
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : throw new InvalidDataException($"{path}: its \"{key}\" are {Quoted(text)}, expected a whole number from 0");
    }

    private static ImagePreparation ParsePreparation(string path, string text) => text switch
    {
        "mnist" => ImagePreparation.Mnist,
        "none" => ImagePreparation.None,
        _ => throw new InvalidDataException($"{path}: its \"{PreparationKey}\" is {Quoted(text)}, expected mnist or none"),
    };

    private static string Quoted(string text) => FormatError.Quote(text);
}
