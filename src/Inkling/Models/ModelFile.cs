using System.Globalization;
using System.Text.Json;
using Inkling.Data;
using Inkling.Formats;
using Inkling.Nn;

namespace Inkling.Models;

/// <summary>
/// Models as safetensors files: the state dictionary under PyTorch's names and in PyTorch's shapes, and in the metadata the model's name
/// ("model"), its classes ("classes", a JSON array of names), the size of an image ("image_size", "28x28") and, for a ResNet that enlarges
/// its images,
/// to how many pixels ("enlarge_to").
/// </summary>
public static class ModelFile
{
    /// <summary>The name of the model's file in the folder of a run.</summary>
    public const string DefaultName = "model.safetensors";

    private const string ModelKey = "model";
    private const string ClassesKey = "classes";
    private const string SizeKey = "image_size";
    private const string EnlargeKey = "enlarge_to";
    private const int LargestSide = 4096;
    private const int MaxClasses = 4096;
    private const int MaxHidden = 1 << 16;

    /// <summary>Writes a model, beside its target first and then renamed over it.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="model">The network and its description.</param>
    /// <exception cref="DirectoryNotFoundException">The directory does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be written.</exception>
    /// <exception cref="IOException">The disk is full or the target is in use.</exception>
    public static void Save(string path, TrainedModel model)
    {
        var tensors = model.Module.StateDictionary().Select(entry => SafeTensor.Of(entry.Key, Sizes(entry.Value.Shape), entry.Value.Span));
        var metadata = new Dictionary<string, string>
        {
            [ModelKey] = model.Name,
            [ClassesKey] = NamesToJson(model.ClassNames),
            [SizeKey] = $"{model.Rows}x{model.Columns}",
        };
        if (model.Module is ResNet18 { EnlargeTo: { } side })
            metadata[EnlargeKey] = $"{side}";
        SafeTensors.WriteFile(path, tensors, metadata);
    }

    /// <summary>Reads a model.</summary>
    /// <param name="path">
    /// A file that <see cref="Save"/> wrote, or one from elsewhere without this metadata whose tensors are those of a model in
    /// <see cref="ModelCatalog"/> for the ten digits at 28x28.
    /// </param>
    /// <returns>The network in evaluation mode.</returns>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, or its tensors are not those of a known model, or not all finite; the message names file and tensor.
    /// </exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    public static TrainedModel Load(string path)
    {
        var file = SafeTensors.ReadFile(path);
        IReadOnlyList<string>? named = file.Metadata.TryGetValue(ClassesKey, out var names) ? ParseClasses(path, names) : null;
        var (rows, columns) = file.Metadata.TryGetValue(SizeKey, out var size) ? ParseSize(path, size) : (28, 28);
        if (!file.Metadata.TryGetValue(ModelKey, out var name))
            name = ModelCatalog.All.FirstOrDefault(known => Fits(file, known, rows, columns, named))?.Name ?? ModelCatalog.Names.First();
        else if (!ModelCatalog.Names.Contains(name))
            throw new InvalidDataException(
                $"{path}: made for the model {Quoted(name)}, expected one of: {string.Join(", ", ModelCatalog.Names)}");
        var recipe = ModelCatalog.Find(name);
        if (Math.Min(rows, columns) < recipe.MinSide)
            throw new InvalidDataException(
                $"{path}: {name} for images of {rows}x{columns}, expected at least {recipe.MinSide}x{recipe.MinSide}");
        var only = recipe.Classes;
        var classes = named ?? only ?? ImageDataset.Digits;
        if (only is not null && classes.Count != only.Count)
            throw new InvalidDataException($"{path}: {name} for {classes.Count} classes, expected {only.Count}");

        var module = Create(file, recipe, rows, columns, classes.Count);
        if (module is ResNet18 network)
            network.EnlargeTo = file.Metadata.TryGetValue(EnlargeKey, out var side) ? ParseSide(path, side) : null;
        LoadState(path, file, name, module);
        module.Eval();
        return new TrainedModel(name, module, classes, rows, columns);
    }

    /// <summary>
    /// Sets a network's parameters and buffers from a file with a state dictionary, such as one of torchvision that was saved as
    /// safetensors. The metadata does not matter.
    /// </summary>
    /// <param name="path">A safetensors file with the names and shapes of <see cref="Nn.Module.StateDictionary"/>, all of them and no
    /// other.</param>
    /// <param name="module">What receives the values; unchanged if the file does not fit.</param>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, its tensors are not those of the network, or not all are finite; the message names file and tensor.
    /// </exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    public static void LoadState(string path, Nn.Module module) => LoadState(path, SafeTensors.ReadFile(path), $"{module}", module);

    private static void LoadState(string path, SafeTensorsFile file, string name, Nn.Module module)
    {
        var state = new Dictionary<string, Tensor>();
        foreach (var (tensorName, expected) in module.StateDictionary())
            state[tensorName] = ReadTensor(path, file, name, tensorName, expected.Shape);
        if (file.Tensors.FirstOrDefault(tensor => !state.ContainsKey(tensor.Name)) is { } unknown)
            throw new InvalidDataException(
                $"{path}: tensor {Quoted(unknown.Name)} is not part of {name}, which has {string.Join(", ", state.Keys)}");
        module.LoadStateDictionary(state);
    }

    private static bool Fits(SafeTensorsFile file, ModelRecipe recipe, int rows, int columns, IReadOnlyList<string>? named)
    {
        var classes = (named ?? recipe.Classes ?? ImageDataset.Digits).Count;
        if ((recipe.Classes is { } only && only.Count != classes) || Math.Min(rows, columns) < recipe.MinSide)
            return false;
        var expected = Create(file, recipe, rows, columns, classes).StateDictionary();
        return expected.Count == file.Tensors.Count
            && expected.All(entry => file.TryGet(entry.Key, out var tensor) && tensor.Shape.SequenceEqual(entry.Value.Shape.ToArray()));
    }

    /// <summary>The network for what the file holds: with as many hidden units as the first weight there has rows.</summary>
    private static Module Create(SafeTensorsFile file, ModelRecipe recipe, int rows, int columns, int classes)
    {
        var module = ModelCatalog.Create(recipe.Name, rows, columns, classes);
        return recipe.Hidden is { } usual && file.TryGet(module.NamedParameters().First().Name, out var weight)
            && weight.Shape is [> 0 and <= MaxHidden and var hidden, var inputs] && inputs == rows * columns && hidden != usual
            ? ModelCatalog.Create(recipe.Name, rows, columns, classes, hidden)
            : module;
    }

    private static Tensor ReadTensor(string path, SafeTensorsFile file, string model, string name, Shape shape)
    {
        if (!file.TryGet(name, out var tensor))
        {
            var held = string.Join(", ", file.Tensors.Take(6).Select(one => Quoted(one.Name)));
            throw new InvalidDataException(
                $"{path}: no tensor '{name}' {shape}, which {model} needs; the file holds {(held.Length > 0 ? held : "none")}");
        }

        int[] sizes = Sizes(shape);
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

    private static int[] Sizes(Shape shape)
    {
        var sizes = new int[shape.Rank];
        for (var i = 0; i < sizes.Length; i++)
            sizes[i] = shape[i];
        return sizes;
    }

    private static int ParseSide(string path, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var side) && side is > 0 and <= LargestSide
        ? side
        : throw new InvalidDataException(
            $"{path}: images are enlarged to {Quoted(text)}, expected a number of pixels from 1 to {LargestSide}");

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
            && rows is > 0 and <= LargestSide && columns is > 0 and <= LargestSide
            ? (rows, columns)
            : throw new InvalidDataException($"{path}: its \"{SizeKey}\" is {Quoted(text)}, expected rows and columns such as 28x28");
    }

    private static string Quoted(string text) => FormatError.Quote(text);
}
