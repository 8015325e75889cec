using System.Globalization;
using Inkling.Cli.Sweeps;
using Inkling.Formats;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Cli.Runs;

/// <summary>
/// The folder of a run: config.json and model.safetensors, each replaced as a whole, metrics.csv and steps.csv, to which lines are
/// appended, and the folder checkpoints. It is locked against other processes that would write it. A folder that was created for a run and
/// never got a model or a checkpoint is deleted again.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    public const string ConfigName = "config.json";
    public const string ModelName = "model.safetensors";

    /// <summary>The folder of the runs that were given none, in the current folder.</summary>
    public const string Parent = "runs";

    private const string CheckpointsName = "checkpoints";
    private const string BestName = "best.safetensors";
    private const string TrainCommand = "inkling train";

    private bool _isNew, _isSaved;

    private RunFolder(string path, string program)
    {
        (FolderPath, Lock) = (path, FolderLock.Acquire(path, program));
        Checkpoints = new CheckpointFolder(Path.Combine(path, CheckpointsName));
        AtomicFile.DeleteTemporary(path);
    }

    /// <summary>The folder, as the user named it.</summary>
    public string FolderPath { get; }

    /// <summary>Gets the lock of the folder.</summary>
    public FolderLock Lock { get; }

    /// <summary>Gets the checkpoints, from which a stopped run is resumed.</summary>
    public CheckpointFolder Checkpoints { get; }

    /// <summary>Gets whether a folder holds a run, even one that was stopped in its first epoch.</summary>
    public static bool HoldsRun(string folder) =>
        File.Exists(Path.Combine(folder, ConfigName)) || HoldsModel(folder);

    /// <summary>Gets whether a folder holds a model.</summary>
    public static bool HoldsModel(string folder) => File.Exists(Path.Combine(folder, ModelName));

    /// <summary>Gets the path of the config.json of a run.</summary>
    /// <exception cref="CliException">There is no such run.</exception>
    public static string ConfigIn(string folder)
    {
        var path = Path.Combine(folder, ConfigName);
        if (!Directory.Exists(folder))
            throw new CliException($"{folder}: there is no such run folder");
        return File.Exists(path) ? path : throw new CliException($"{folder}: no {ConfigName} in it, expected the folder of a run");
    }

    /// <summary>
    /// Creates and locks the folder of a new run and writes the configuration, so that a folder that cannot be written is reported at once.
    /// </summary>
    /// <param name="chosen">The folder; null for runs/TIME-MODEL.</param>
    /// <param name="model">The name of the network.</param>
    /// <param name="config">The content of config.json.</param>
    /// <exception cref="UsageException">It holds a run already, or a sweep.</exception>
    /// <exception cref="CliException">It cannot be created, or another process writes it; the message names both.</exception>
    public static RunFolder Create(string? chosen, string model, ReadOnlyMemory<byte> config) => chosen is null
        ? CreateIn(Parent, model, config, TrainCommand)
        : ErrorHandling.Naming(chosen, () => Create(chosen, config, TrainCommand));

    /// <summary>Creates and locks the folder of a new run, named after the time and the network, and writes the configuration.</summary>
    /// <param name="parent">The folder in which it is created.</param>
    /// <param name="model">The name of the network.</param>
    /// <param name="config">The content of config.json.</param>
    /// <param name="command">The command that writes the run, named to other processes.</param>
    /// <exception cref="CliException">It cannot be created; the message names it.</exception>
    public static RunFolder CreateIn(string parent, string model, ReadOnlyMemory<byte> config, string command)
    {
        var name = Path.Combine(parent, $"{DateTime.UtcNow.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{model}");
        return ErrorHandling.Naming(name, () => CreateNumbered(name, config, command));
    }

    /// <summary>Opens and locks the folder of a run that is resumed.</summary>
    /// <exception cref="CliException">
    /// It is not that of a run, cannot be written, or another process writes it; the message names both.
    /// </exception>
    public static RunFolder Open(string path)
    {
        _ = ConfigIn(path);
        return ErrorHandling.Naming(path, () => new RunFolder(path, TrainCommand));
    }

    /// <summary>Checks that a folder holds no run and no sweep.</summary>
    /// <exception cref="UsageException">It does.</exception>
    public static void CheckFree(string path)
    {
        if (HoldsRun(path))
            throw new UsageException($"{path} holds a run already; name another folder, or --resume it");
        if (SweepFolder.HoldsSweep(path))
            throw new UsageException($"{path} holds a sweep, whose files those of a run would replace; name another folder");
    }

    /// <summary>Replaces config.json.</summary>
    /// <exception cref="CliException">It cannot be written; the message names the folder.</exception>
    public void SaveConfig(ReadOnlyMemory<byte> config) => ErrorHandling.Naming(
        FolderPath, () => AtomicFile.Write(Path.Combine(FolderPath, ConfigName), stream => stream.Write(config.Span)));

    /// <summary>Checks that the folder still is the one that was locked.</summary>
    /// <exception cref="IOException">It was moved, deleted or replaced; the message names it.</exception>
    public void ThrowIfLost() => Lock.ThrowIfLost();

    /// <summary>Saves the model, after the metrics up to its epoch.</summary>
    /// <exception cref="CliException">It cannot be written; the message names the folder.</exception>
    public void Save(TrainedModel model) => ErrorHandling.Naming(FolderPath, () =>
    {
        ThrowIfLost();
        ModelFile.Save(Path.Combine(FolderPath, ModelName), model);
        _isSaved = true;
    });

    /// <summary>Saves the model with the best validation accuracy so far, beside the checkpoints.</summary>
    /// <exception cref="CliException">It cannot be written; the message names the folder.</exception>
    public void SaveBest(TrainedModel model) =>
        ErrorHandling.Naming(FolderPath, () => ModelFile.Save(Path.Combine(Checkpoints.Path, BestName), model));

    /// <summary>Deletes what a training has saved, so that the folder is that of a run before its first step.</summary>
    /// <exception cref="CliException">Something cannot be deleted; the message names the folder.</exception>
    public void Clear() => ErrorHandling.Naming(FolderPath, DeleteSaved);

    public void Dispose()
    {
        if (_isNew && !_isSaved && Checkpoints.Files.Count == 0)
            DeleteContent();
        Lock.Dispose();
    }

    /// <summary>
    /// Finds the file of a model by its name or that of its run folder; without a name, that of the newest run. It is
    /// <see cref="PretrainedModel.Name"/> where that is the name, or there is no run.
    /// </summary>
    /// <exception cref="CliException">There is none of the name.</exception>
    public static string FindModel(string? chosen)
    {
        if (chosen is null)
            return FindModels() is [var newest, ..] ? newest : PretrainedModel.Name;
        if (chosen == PretrainedModel.Name)
            return chosen;
        if (File.Exists(chosen))
            return chosen;
        if (!Directory.Exists(chosen))
            throw new CliException($"{chosen}: there is no such run folder or model file");
        var path = Path.Combine(chosen, ModelName);
        return File.Exists(path)
            ? path
            : throw new CliException($"{chosen}: no {ModelName} in it, expected the folder of a run or a .safetensors file");
    }

    /// <summary>Finds the model files of the runs below ./runs, the newest first.</summary>
    public static IReadOnlyList<string> FindModels()
    {
        var models = Directory.Exists(Parent)
            ? ErrorHandling.Naming(
                Parent, () =>
                    Directory.GetDirectories(Parent).Select(folder => Path.Combine(folder, ModelName)).Where(File.Exists).ToArray())
            : [];
        return [.. models.OrderByDescending(File.GetLastWriteTimeUtc).ThenByDescending(path => path, StringComparer.Ordinal)];
    }

    private static RunFolder Create(string path, ReadOnlyMemory<byte> config, string command)
    {
        if (File.Exists(path))
            throw new CliException($"{path}: is a file, expected a folder or a name that is free");
        var folder = new RunFolder(path, command);
        try
        {
            // Another process may have held the lock meanwhile.
            CheckFree(path);
            folder._isNew = true;
            AtomicFile.Write(Path.Combine(path, ConfigName), stream => stream.Write(config.Span));
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Creates a folder, with a number after the name where that is in use.</summary>
    private static RunFolder CreateNumbered(string wanted, ReadOnlyMemory<byte> config, string command)
    {
        var name = wanted;
        for (var i = 2; ; i++)
        {
            try
            {
                if (!Path.Exists(name))
                    return Create(name, config, command);
            }
            catch (Exception error) when (error is FolderLockedException or UsageException)
            {
                // Another process has created it at the same moment.
            }

            name = $"{wanted}-{i}";
        }
    }

    private void DeleteSaved()
    {
        File.Delete(Path.Combine(FolderPath, ModelName));
        _isSaved = false;
        if (!Directory.Exists(Checkpoints.Path))
            return;
        foreach (var file in (string[])[.. Checkpoints.Files, Path.Combine(Checkpoints.Path, BestName)])
            File.Delete(file);
        AtomicFile.DeleteTemporary(Checkpoints.Path);
        if (!Directory.EnumerateFileSystemEntries(Checkpoints.Path).Any())
            Directory.Delete(Checkpoints.Path);
    }

    private void DeleteContent()
    {
        try
        {
            ThrowIfLost();
            DeleteSaved();
            File.Delete(Path.Combine(FolderPath, ConfigName));
            File.Delete(Path.Combine(FolderPath, RunMetrics.EpochsName));
            File.Delete(Path.Combine(FolderPath, RunMetrics.StepsName));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The first error is the one to report.
        }
    }
}
