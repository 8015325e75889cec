using System.Globalization;
using Inkling.Formats;

namespace Inkling.Training;

/// <summary>
/// A folder of checkpoints, each with the step in its name: <c>step-000000938.safetensors</c>.
/// </summary>
/// <param name="path">The folder; it is created where it does not exist.</param>
public sealed class CheckpointFolder(string path)
{
    private const string Prefix = "step-";
    private const string Extension = ".safetensors";

    /// <summary>Gets the path of the folder.</summary>
    public string Path { get; } = path;

    /// <summary>Gets the checkpoint files, the newest first.</summary>
    public IReadOnlyList<string> Files =>
    [
        .. (Directory.Exists(Path) ? Directory.GetFiles(Path, $"{Prefix}*{Extension}") : [])
            .Select(file => (File: file, Step: StepOf(file)))
            .Where(entry => entry.Step >= 0)
            .OrderByDescending(entry => entry.Step)
            .Select(entry => entry.File),
    ];

    /// <summary>Writes the checkpoint of a step and removes all but the newest.</summary>
    /// <param name="step">The step, 0 or more.</param>
    /// <param name="state">The state.</param>
    /// <param name="keep">The number of checkpoints to keep, at least 1.</param>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Write(int step, TrainingState state, int keep)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        CreatedFolder.Create(Path);
        CheckpointFile.Write(
            System.IO.Path.Combine(Path, $"{Prefix}{step.ToString("000000000", CultureInfo.InvariantCulture)}{Extension}"), state);
        foreach (var old in Files.Skip(keep))
            File.Delete(old);
    }

    /// <summary>Reads the newest intact checkpoint.</summary>
    /// <param name="onDamaged">Receives an error message for each newer checkpoint that is damaged.</param>
    /// <returns>The state and its file; null where there is no checkpoint.</returns>
    /// <exception cref="InvalidDataException">
    /// All checkpoints are damaged; the message is that of the newest.
    /// </exception>
    public (TrainingState State, string File)? ReadNewest(Action<string> onDamaged)
    {
        InvalidDataException? first = null;
        foreach (var file in Files)
        {
            try
            {
                return (CheckpointFile.Read(file), file);
            }
            catch (InvalidDataException error)
            {
                first ??= error;
                onDamaged(error.Message);
            }
        }

        return first is null ? null : throw new InvalidDataException($"{first.Message}; no other checkpoint in {Path} is intact", first);
    }

    /// <summary>Removes the checkpoints after a step, and temporary files that a killed process left.</summary>
    /// <param name="step">The last step whose checkpoint is kept.</param>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public void RemoveAfter(int step)
    {
        foreach (var file in Files.Where(file => StepOf(file) > step))
            File.Delete(file);
        AtomicFile.DeleteTemporary(Path);
    }

    private static long StepOf(string file)
    {
        var number = System.IO.Path.GetFileNameWithoutExtension(file).AsSpan(Prefix.Length);
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : -1;
    }
}
