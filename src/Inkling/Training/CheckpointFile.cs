using Inkling.Formats;

namespace Inkling.Training;

/// <summary>
/// The state of a training as one safetensors file: the tensors, and in the metadata the texts, the name of the format and a checksum over
/// everything, which reveals a damaged file.
/// </summary>
public static class CheckpointFile
{
    private const string FormatKey = "format";
    private const string FormatName = "inkling checkpoint ";
    private const string Format = FormatName + "3";
    private const string ChecksumKey = "checksum";
    private const string StatePrefix = "state.";

    /// <summary>Writes a state to a temporary file and renames it to its target.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="state">The state.</param>
    /// <exception cref="DirectoryNotFoundException">The directory does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be written.</exception>
    /// <exception cref="IOException">The disk is full or the target is in use.</exception>
    public static void Write(string path, TrainingState state)
    {
        SafeTensor[] tensors = [.. state.Tensors.Select(entry => SafeTensor.Of(entry.Key, entry.Value.Shape.ToArray(), entry.Value.Span))];
        var metadata = state.Values.ToDictionary(entry => StatePrefix + entry.Key, entry => entry.Value);
        metadata[FormatKey] = Format;
        metadata[ChecksumKey] = SafeTensorsChecksum.Of(tensors, state.Values);
        SafeTensors.WriteFile(path, tensors, metadata);
    }

    /// <summary>Reads a state.</summary>
    /// <param name="path">A file that <see cref="Write"/> wrote.</param>
    /// <exception cref="InvalidDataException">The file is not a checkpoint or is damaged; the message names it.</exception>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="DirectoryNotFoundException">The directory does not exist.</exception>
    public static TrainingState Read(string path)
    {
        var file = SafeTensors.ReadFile(path);
        if (!file.Metadata.TryGetValue(FormatKey, out var format) || format != Format)
        {
            throw new InvalidDataException(format?.StartsWith(FormatName, StringComparison.Ordinal) == true
                ? $"{path}: the checkpoint of another version of Inkling ({FormatError.Quote(format)}), expected \"{Format}\""
                : $"{path}: not a checkpoint, expected \"{FormatKey}\": \"{Format}\" in its metadata");
        }

        var values = file.Metadata
            .Where(entry => entry.Key.StartsWith(StatePrefix, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key[StatePrefix.Length..], entry => entry.Value);
        if (!file.Metadata.TryGetValue(ChecksumKey, out var checksum) || checksum != SafeTensorsChecksum.Of(file.Tensors, values))
            throw new InvalidDataException($"{path}: the checksum does not agree with the content, the file is damaged");
        return new TrainingState(
            file.Tensors.ToDictionary(tensor => tensor.Name, tensor => Tensor.From(tensor.ToSingles(), [.. tensor.Shape])), values);
    }
}
