using System.Globalization;
using System.Text;
using Inkling.Formats;
using Inkling.Training;

namespace Inkling.Cli.Runs;

/// <summary>
/// The folder that keeps a run: config.json, metrics.csv and model.safetensors, each replaced as a whole. A folder that was made for a run and never got a model is
/// removed again.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    public const string ConfigName = "config.json";
    public const string MetricsName = "metrics.csv";
    public const string ModelName = "model.safetensors";
    private const string Parent = "runs";

    private readonly List<string> _made = [];
    private readonly ReadOnlyMemory<byte> _config;
    private bool _isSaved;

    /// <summary>Makes the folder, and finds out at once whether it can be written.</summary>
    /// <exception cref="FailureException">It cannot; the message names it.</exception>
    public RunFolder(string? chosen, string model, ReadOnlyMemory<byte> config)
    {
        _config = config;
        FolderPath = chosen ?? FreeName(Path.Combine(Parent, $"{DateTime.UtcNow.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{model}"));
        if (File.Exists(FolderPath))
            throw new FailureException($"{FolderPath}: is a file, expected a folder or a name that is free");
        try
        {
            Failures.Naming(FolderPath, () =>
            {
                Make(Path.GetFullPath(FolderPath));
                var probe = Path.Combine(FolderPath, $".{Path.GetRandomFileName()}.tmp");
                File.WriteAllBytes(probe, []);
                File.Delete(probe);
            });
        }
        catch (FailureException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The folder, as the user named it.</summary>
    public string FolderPath { get; }

    /// <summary>Keeps what there is: the model last, so that a folder with a model is complete.</summary>
    /// <exception cref="FailureException">It cannot be written; the message names the folder.</exception>
    public void Save(TrainedModel model, IReadOnlyList<EpochRecord> epochs) => Failures.Naming(FolderPath, () =>
    {
        AtomicFile.Write(Path.Combine(FolderPath, ConfigName), stream => stream.Write(_config.Span));
        AtomicFile.Write(Path.Combine(FolderPath, MetricsName), stream => stream.Write(Encoding.UTF8.GetBytes(Metrics(epochs))));
        ModelFile.Save(Path.Combine(FolderPath, ModelName), model);
        _isSaved = true;
    });

    public void Dispose()
    {
        if (_isSaved || _made.Count == 0)
            return;
        try
        {
            File.Delete(Path.Combine(FolderPath, ConfigName));
            File.Delete(Path.Combine(FolderPath, MetricsName));
            for (var i = _made.Count - 1; i >= 0; i--)
                Directory.Delete(_made[i]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another run has put its folder beside this one, or the disk is gone: what led here is the error worth reporting.
        }
    }

    /// <summary>The file of a model: named itself, or by the folder of its run; left out, that of the newest run below ./runs.</summary>
    /// <exception cref="FailureException">There is none.</exception>
    public static string FindModel(string? chosen)
    {
        if (chosen is null)
            return NewestModel();
        if (File.Exists(chosen))
            return chosen;
        if (!Directory.Exists(chosen))
            throw new FailureException($"{chosen}: there is no such run folder or model file");
        var path = Path.Combine(chosen, ModelName);
        return File.Exists(path) ? path : throw new FailureException($"{chosen}: no {ModelName} in it, expected the folder of a run or a .safetensors file");
    }

    private static string NewestModel()
    {
        var models = Directory.Exists(Parent)
            ? Failures.Naming(Parent, () => Directory.GetDirectories(Parent).Select(folder => Path.Combine(folder, ModelName)).Where(File.Exists).ToArray())
            : [];
        return models.OrderBy(File.GetLastWriteTimeUtc).ThenBy(path => path, StringComparer.Ordinal).LastOrDefault()
            ?? throw new FailureException("no trained model below ./runs: train one first (inkling train), or name one with --model");
    }

    private static string Metrics(IReadOnlyList<EpochRecord> epochs)
    {
        var text = new StringBuilder("epoch,train_loss,test_loss,test_accuracy,seconds,images_per_second,images\n");
        foreach (var epoch in epochs)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{epoch.Epoch},{epoch.Train.Loss},{epoch.Test.Loss},{epoch.Test.Accuracy},{epoch.Train.Seconds:0.######},{epoch.ImagesPerSecond:0},{epoch.Train.Images}\n");
        }

        return text.ToString();
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
