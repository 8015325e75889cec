using System.Collections.Concurrent;
using Inkling.Formats;
using Inkling.Nn;

namespace Inkling.Models;

/// <summary>
/// Models as safetensors files: the state dictionary under PyTorch's names and in PyTorch's shapes, and in the metadata the model's name
/// ("model"), its classes ("classes", a JSON array of names), the size of an image ("image_size", "28x28"), what makes images out of
/// pictures ("preparation", "mnist" or "none"), where known the complete epochs and the steps of its training ("trained_epochs",
/// "trained_steps"), the temperature of a calibrated model ("temperature"), the module's extra state, such as the side to which a ResNet
/// enlarges its images ("enlarge_to"), and a checksum over tensors and metadata ("checksum").
/// </summary>
/// <remarks>
/// A file is not trusted: the sizes that it states are compared with its tensors before memory is allocated for a network. The checksum
/// reveals damage; it is not cryptographic and no protection from a file that was changed on purpose.
/// </remarks>
public static class ModelFile
{
    /// <summary>The name of the model's file in the folder of a run.</summary>
    public const string DefaultName = "model.safetensors";

    /// <summary>The most rows and the most columns of an image: 4,096.</summary>
    public const int MaximumSide = 4096;

    /// <summary>The most classes: 4,096.</summary>
    public const int MaximumClasses = 4096;

    /// <summary>The longest name of a class: 256 UTF-16 code units.</summary>
    public const int MaximumClassNameLength = 256;

    /// <summary>The most elements of all parameters and buffers: 500,000,000, which as F32 fill the longest file that is read.</summary>
    public const int MaximumElements = SafeTensors.MaximumFileBytes / sizeof(float);

    /// <summary>The lowest temperature of a model: 0.01.</summary>
    public const float MinimumTemperature = 0.01f;

    /// <summary>The highest temperature of a model: 100.</summary>
    public const float MaximumTemperature = 100;

    private static readonly ConcurrentDictionary<string, Func<ModelDescription, Module>> Factories = new();

    /// <summary>Makes models of a name loadable without naming their factory each time.</summary>
    /// <param name="name">The name under which they are saved: that of the module's type unless another was given.</param>
    /// <param name="create">Creates the module, with any weights.</param>
    public static void Register(string name, Func<ModelDescription, Module> create) => Factories[name] = create;

    /// <summary>Writes a model with a checksum, beside its target first and then renamed over it.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="model">The network and its description.</param>
    /// <exception cref="ArgumentException">
    /// The module's extra state uses a key of this class, or the size, the classes or their names are beyond the limits.
    /// </exception>
    /// <exception cref="DirectoryNotFoundException">The directory does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be written.</exception>
    /// <exception cref="IOException">The disk is full or the target is in use.</exception>
    public static void Save(string path, TrainedModel model) => Write(path, model.Module, ModelMetadata.Of(model));

    /// <summary>Reads a model. No random numbers are drawn from <see cref="Randomness.Default"/>.</summary>
    /// <param name="path">
    /// A file that <see cref="Save"/> wrote, or one from elsewhere without this metadata whose tensors are those of a model in
    /// <see cref="ModelCatalog"/> for the ten digits at 28x28.
    /// </param>
    /// <param name="create">
    /// Creates the module, with any weights; null for models of <see cref="ModelCatalog"/> and of <see cref="Register"/>. Its parameters
    /// and buffers may have no more elements than the file, or a million.
    /// </param>
    /// <returns>The network in evaluation mode; <see cref="TrainedModel.IsVerified"/> where the file has a checksum.</returns>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, or its tensors are not those of the model, or not all finite; the message names file and tensor.
    /// </exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    public static TrainedModel Load(string path, Func<ModelDescription, Module>? create = null) =>
        Load(SafeTensors.ReadFile(path), create);

    /// <summary>Reads a model from the position of a stream to its end, as <see cref="Load(string, Func{ModelDescription, Module})"/>
    /// reads a file.</summary>
    /// <param name="stream">The content of a model file.</param>
    /// <param name="name">The name of the file in messages.</param>
    /// <param name="create">Creates the module, with any weights; null for models of <see cref="ModelCatalog"/> and of
    /// <see cref="Register"/>.</param>
    /// <returns>The network in evaluation mode.</returns>
    /// <exception cref="InvalidDataException">
    /// The content is damaged, or its tensors are not those of the model, or not all finite; the message names file and tensor.
    /// </exception>
    public static TrainedModel Load(Stream stream, string name, Func<ModelDescription, Module>? create = null) =>
        Load(SafeTensors.Read(stream, name), create);

    private static TrainedModel Load(SafeTensorsFile file, Func<ModelDescription, Module>? create)
    {
        var isVerified = IsVerified(file);
        var metadata = ModelMetadata.Parse(file);
        if (create is null && metadata.Name is { } name)
            Factories.TryGetValue(name, out create);
        var model = ModelConstruction.Run(file, metadata, create);
        ModelState.Load(file, FormatError.Plain(model.Name), model.Module);
        model.Module.Eval();
        return model with
        {
            Preparation = metadata.Preparation ?? model.Preparation,
            Temperature = metadata.Temperature ?? 1,
            Epochs = metadata.Epochs,
            Steps = metadata.Steps,
            IsVerified = isVerified,
        };
    }

    /// <summary>
    /// Writes the state dictionary of any module, as <c>torch.save(model.state_dict(), path)</c>, for <see cref="LoadState"/>, with a
    /// checksum; beside its target first and then renamed over it.
    /// </summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="module">The module.</param>
    /// <exception cref="ArgumentException">It has more than <see cref="MaximumElements"/> elements.</exception>
    /// <exception cref="DirectoryNotFoundException">The directory does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be written.</exception>
    /// <exception cref="IOException">The disk is full or the target is in use.</exception>
    public static void SaveState(string path, Module module) => Write(path, module, []);

    /// <summary>
    /// Sets a network's parameters and buffers from a file with a state dictionary, such as one of torchvision that was saved as
    /// safetensors. Of the metadata only a checksum matters.
    /// </summary>
    /// <param name="path">A safetensors file with the names and shapes of <see cref="Module.StateDictionary"/>, all of them and no
    /// other.</param>
    /// <param name="module">The network; unchanged if the file does not fit.</param>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, its tensors are not those of the network, or not all are finite; the message names file and tensor.
    /// </exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    public static void LoadState(string path, Module module)
    {
        var file = SafeTensors.ReadFile(path);
        _ = IsVerified(file);
        ModelState.Load(file, $"{module}", module);
    }

    private static void Write(string path, Module module, Dictionary<string, string> metadata)
    {
        SafeTensor[] tensors =
            [.. module.StateDictionary().Select(entry => SafeTensor.Of(entry.Key, entry.Value.Shape.ToArray(), entry.Value.Span))];
        metadata[ModelMetadata.ChecksumKey] = SafeTensorsChecksum.Of(tensors, metadata);
        SafeTensors.WriteFile(path, tensors, metadata);
    }

    /// <summary>Gets whether a file has a checksum.</summary>
    /// <exception cref="InvalidDataException">It has, and its content does not agree with it.</exception>
    private static bool IsVerified(SafeTensorsFile file)
    {
        if (!file.Metadata.TryGetValue(ModelMetadata.ChecksumKey, out var checksum))
            return false;
        return checksum == SafeTensorsChecksum.Of(file.Tensors, file.Metadata.Where(entry => entry.Key != ModelMetadata.ChecksumKey))
            ? true
            : throw FormatError.In(file.Name, "damaged, its content does not agree with its checksum");
    }
}
