using System.Globalization;
using Inkling.Formats;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Cli.Runs;

/// <summary>
/// The folder that keeps a run: config.json, metrics.csv, steps.csv and model.safetensors, each replaced as a whole, and the folder
/// checkpoints to go
/// on from. A folder that was made for a run and never got a model or a checkpoint is removed again.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    public const string ConfigName = "config.json";
    public const string ModelName = "model.safetensors";
    private const string Parent = "runs";
    private const string CheckpointsName = "checkpoints";
    private const string BestName = "best.safetensors";

    private readonly List<string> _made = [];
    private bool _isSaved;

    private RunFolder(string path)
    {
        FolderPath = path;
        Checkpoints = new CheckpointFolder(Path.Combine(path, CheckpointsName));
    }

    /// <summary>The folder, as the user named it.</summary>
    public string FolderPath { get; }

    /// <summary>What a run goes on from after it was stopped.</summary>
    public CheckpointFolder Checkpoints { get; }

    /// <summary>Whether a folder has a run in it, be it one that was stopped before its first epoch ended.</summary>
    public static bool HoldsRun(string folder) =>
        File.Exists(Path.Combine(folder, ConfigName)) || File.Exists(Path.Combine(folder, ModelName));

    /// <summary>
    /// Makes the folder of a new run and puts the settings into it, so that a folder that cannot be written is known at once.
    /// </summary>
    /// <exception cref="CliException">It cannot be made; the message names it.</exception>
    public static RunFolder Create(string? chosen, string model, ReadOnlyMemory<byte> config)
    {
        var folder = new RunFolder(
            chosen ?? FreeName(
                Path.Combine(Parent, $"{DateTime.UtcNow.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{model}")));
        if (File.Exists(folder.FolderPath))
            throw new CliException($"{folder.FolderPath}: is a file, expected a folder or a name that is free");
        try
        {
            ErrorHandling.Naming(folder.FolderPath, () =>
            {
                folder.Make(Path.GetFullPath(folder.FolderPath));
                folder.Make(Path.GetFullPath(folder.Checkpoints.Path));
                AtomicFile.Write(Path.Combine(folder.FolderPath, ConfigName), stream => stream.Write(config.Span));
            });
        }
        catch (CliException)
        {
            folder.Dispose();
            throw;
        }

        return folder;
    }

    /// <summary>The folder of a run that goes on.</summary>
    /// <exception cref="CliException">It cannot be written; the message names it.</exception>
    public static RunFolder Open(string path)
    {
        var folder = new RunFolder(path);
        ErrorHandling.Naming(path, () => Directory.CreateDirectory(folder.Checkpoints.Path));
        return folder;
    }

    /// <summary>Keeps what there is: the model last, so that a folder with a model is complete.</summary>
    /// <param name="model">The model.</param>
    /// <param name="epochs">What it went through.</param>
    /// <param name="measured">What the epochs are measured on: test or valid.</param>
    /// <exception cref="CliException">It cannot be written; the message names the folder.</exception>
    public void Save(TrainedModel model, IReadOnlyList<EpochRecord> epochs, string measured) => ErrorHandling.Naming(FolderPath, () =>
    {
        AtomicFile.Write(Path.Combine(FolderPath, RunMetrics.EpochsName), stream => stream.Write(RunMetrics.Epochs(epochs, measured)));
        ModelFile.Save(Path.Combine(FolderPath, ModelName), model);
        _isSaved = true;
    });

    /// <summary>Keeps the loss and the learning rate of every step, once the training has ended: there may be very many.</summary>
    /// <exception cref="CliException">It cannot be written; the message names the folder.</exception>
    public void SaveSteps(Recorder recorder) => ErrorHandling.Naming(
        FolderPath, () =>
            AtomicFile.Write(Path.Combine(FolderPath, RunMetrics.StepsName), stream => stream.Write(RunMetrics.Steps(recorder))));

    /// <summary>Keeps the model that reads the measured images best so far, beside the checkpoints.</summary>
    /// <exception cref="CliException">It cannot be written; the message names the folder.</exception>
    public void SaveBest(TrainedModel model) =>
        ErrorHandling.Naming(FolderPath, () => ModelFile.Save(Path.Combine(Checkpoints.Path, BestName), model));

    public void Dispose()
    {
        if (_isSaved || _made.Count == 0 || Checkpoints.Files.Count > 0)
            return;
        try
        {
            File.Delete(Path.Combine(FolderPath, ConfigName));
            File.Delete(Path.Combine(FolderPath, RunMetrics.EpochsName));
            for (var i = _made.Count - 1; i >= 0; i--)
                Directory.Delete(_made[i]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another run has put its folder beside this one, or the disk is gone: what led here is the error worth reporting.
        }
    }

    /// <summary>The file of a model: named itself, or by the folder of its run; left out, that of the newest run below ./runs.</summary>
    /// <exception cref="CliException">There is none.</exception>
    public static string FindModel(string? chosen)
    {
        if (chosen is null)
            return NewestModel();
        if (File.Exists(chosen))
            return chosen;
        if (!Directory.Exists(chosen))
            throw new CliException($"{chosen}: there is no such run folder or model file");
        var path = Path.Combine(chosen, ModelName);
        return File.Exists(path)
            ? path
            : throw new CliException($"{chosen}: no {ModelName} in it, expected the folder of a run or a .safetensors file");
    }

    private static string NewestModel()
    {
        var models = Directory.Exists(Parent)
            ? ErrorHandling.Naming(
                Parent, () =>
                    Directory.GetDirectories(Parent).Select(folder => Path.Combine(folder, ModelName)).Where(File.Exists).ToArray())
            : [];
        return models.OrderBy(File.GetLastWriteTimeUtc).ThenBy(path => path, StringComparer.Ordinal).LastOrDefault()
            ?? throw new CliException(
                "no trained model below ./runs: train one first (inkling train), or name a run folder or a .safetensors file");
    }

    private static string FreeName(string wanted)
    {
        var name = wanted;
        for (var i = 2; Path.Exists(name); i++)
            name = $"{wanted}-{i}";
        return name;
    }

    private void Make(string folder)
    {
        if (Directory.Exists(folder))
            return;
        if (Path.GetDirectoryName(folder) is { } parent)
            Make(parent);
        Directory.CreateDirectory(folder);
        _made.Add(folder);
    }
}
