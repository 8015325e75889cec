using System.Globalization;
using System.Text;
using Inkling.Cli.Commands;
using Inkling.Formats;
using Inkling.Training;

namespace Inkling.Cli.Sweeps;

/// <summary>
/// The folder that keeps a sweep: a row for each run, for each epoch and for each step, nothing thinned, and the figures.
/// </summary>
internal sealed class SweepFolder : IDisposable
{
    private const string RunsName = "sweep.csv";
    private const string EpochsName = "curves.csv";
    private const string StepsName = "steps.csv";

    private readonly string _path;
    private readonly bool _isMade;
    private bool _isSaved;

    /// <summary>Makes the folder, so that one that cannot be written is known before anything is trained.</summary>
    /// <exception cref="UsageException">It holds a sweep already.</exception>
    /// <exception cref="CliException">It cannot be made.</exception>
    public SweepFolder(string path)
    {
        _path = path;
        if (File.Exists(path))
            throw new CliException($"{path}: is a file, expected a folder or a name that is free");
        if (File.Exists(Path.Combine(path, RunsName)))
            throw new UsageException($"{path} holds a sweep already; name another folder");
        _isMade = !Directory.Exists(path);
        Failures.Naming(path, () => Directory.CreateDirectory(path));
    }

    /// <summary>Keeps what there is; the table of the runs last, so that a folder with it is complete.</summary>
    /// <exception cref="CliException">It cannot be written.</exception>
    public void Save(SweepPlan plan, IReadOnlyList<SweepRun> runs) => Failures.Naming(_path, () =>
    {
        Write(StepsName, "run,step,loss,smoothed_loss,lr", runs.SelectMany(Steps));
        foreach (var (file, figure) in SweepFigures.Of(plan, runs))
            figure.Save(Path.Combine(_path, file));
        Write(EpochsName, "run,epoch,train_loss,train_accuracy,valid_loss,accuracy", runs.SelectMany(Epochs));
        Write(
            RunsName,
            "run,model,optimizer,lr,batch_size,hidden,data_size,augmentation,schedule,epochs,seed,train_loss,valid_loss,accuracy,seconds,curve,overfitting,"
                + "diverged_at_step",
            runs.Select(run => Row(run, plan)));
        _isSaved = true;
    });

    /// <summary>Removes the folder again where it was made for this sweep and nothing came of it.</summary>
    public void Dispose()
    {
        if (_isMade && !_isSaved && Directory.Exists(_path) && !Directory.EnumerateFileSystemEntries(_path).Any())
            Failures.Naming(_path, () => Directory.Delete(_path));
    }

    private static string Row(SweepRun run, SweepPlan plan)
    {
        var settings = run.Settings;
        object?[] cells =
        [
            run.Number, settings.Model, KebabCase.Of(settings.Optimizer), settings.LearningRate, settings.BatchSize, settings.Hidden,
            settings.DataSize ?? plan.Train.Count,
            KebabCase.Of(settings.Augmentation), KebabCase.Of(settings.Schedule), settings.Epochs, settings.Seed, run.TrainLoss, run.ValidLoss, run.Accuracy,
            run.Seconds, run.Curve.Name,
            run.Overfitting.IsOverfitting ? 1 : 0, run.Divergence?.Step,
        ];
        return string.Join(',', cells.Select(cell => Convert.ToString(cell, CultureInfo.InvariantCulture)));
    }

    private static IEnumerable<string> Epochs(SweepRun run) => run.Recorder.Epochs.Select(epoch => string.Create(
        CultureInfo.InvariantCulture,
        $"{run.Number},{epoch.Epoch},{epoch.TrainLoss},{epoch.TrainAccuracy},{epoch.ValidLoss},{epoch.Metrics[0]}"));

    private static IEnumerable<string> Steps(SweepRun run)
    {
        var recorder = run.Recorder;
        for (var i = 0; i < recorder.Steps; i++)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{run.Number},{i + 1},{recorder.Losses[i]},{recorder.SmoothedLosses[i]},{recorder.LearningRates[i]}");
        }
    }

    private void Write(string name, string header, IEnumerable<string> rows) => AtomicFile.Write(Path.Combine(_path, name), stream =>
    {
        using var writer =
            new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine(header);
        foreach (var row in rows)
            writer.WriteLine(row);
    });
}
