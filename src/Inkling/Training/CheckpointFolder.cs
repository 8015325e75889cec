using System.Globalization;

namespace Inkling.Training;

/// <summary>
/// A folder of checkpoints, one for a step: <c>step-000000938.safetensors</c>. Those of later steps sort after those of earlier ones.
/// </summary>
/// <param name="path">The folder; it is made when the first checkpoint is written.</param>
public sealed class CheckpointFolder(string path)
{
    private const string Prefix = "step-";
    private const string Extension = ".safetensors";

    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>The checkpoints, the newest first.</summary>
    public IReadOnlyList<string> Files =>
    [
        .. FilesBy($"{Prefix}*{Extension}")
            .Select(file => (File: file, Step: StepOf(file)))
            .Where(entry => entry.Step >= 0)
            .OrderByDescending(entry => entry.Step)
            .Select(entry => entry.File),
    ];

    /// <summary>Writes the checkpoint of a step and then removes all but the newest ones.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="state">What to keep.</param>
    /// <param name="keep">How many checkpoints stay, at least 1.</param>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Write(int step, TrainingState state, int keep)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        Directory.CreateDirectory(Path);
        CheckpointFile.Write(
            System.IO.Path.Combine(Path, $"{Prefix}{step.ToString("000000000", CultureInfo.InvariantCulture)}{Extension}"), state);
        foreach (var old in Files.Skip(keep))
            File.Delete(old);
    }

    /// <summary>Reads the newest checkpoint that is whole.</summary>
    /// <param name="onDamaged">Hears, for each newer one that is damaged, what is wrong with it.</param>
    /// <returns>The state and its file; null where there is no checkpoint at all.</returns>
    /// <exception cref="InvalidDataException">
    /// There are checkpoints, but all of them are damaged; the message is that of the newest.
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

        return first is null ? null : throw new InvalidDataException($"{first.Message}; no other checkpoint in {Path} is whole", first);
    }

    /// <summary>Removes the checkpoints of steps after one, and what a process that was killed while it wrote has left.</summary>
    /// <param name="step">The last step whose checkpoint stays.</param>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public void RemoveAfter(int step)
    {
        foreach (var file in Files.Where(file => StepOf(file) > step).Concat(FilesBy(".*.tmp")))
            File.Delete(file);
    }

    private static long StepOf(string file)
    {
        var number = System.IO.Path.GetFileNameWithoutExtension(file).AsSpan(Prefix.Length);
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : -1;
    }

    private string[] FilesBy(string pattern) => Directory.Exists(Path)
        ? Directory.GetFiles(Path, pattern, new EnumerationOptions { AttributesToSkip = FileAttributes.None })
        : [];
}
