using System.Globalization;
using System.Text;
using Inkling.Cli.Runs;
using Inkling.Formats;
using Inkling.Training;

namespace Inkling.Cli.Sweeps;

/// <summary>
/// The folder of a sweep: tables with a row for each run, for each epoch and for each step, and the figures.
/// </summary>
internal sealed class SweepFolder : IDisposable
{
    private const string RunsName = "sweep.csv";
    private const string EpochsName = "curves.csv";
    private const string StepsName = "steps.csv";

    private readonly string _path;
    private readonly FolderLock _lock;

    /// <summary>Creates and locks the folder, so that one that cannot be written is reported before anything is trained.</summary>
    /// <exception cref="UsageException">It holds a sweep already, or a run.</exception>
    /// <exception cref="CliException">It cannot be created, or another process writes it.</exception>
    public SweepFolder(string path)
    {
        _path = path;
        if (File.Exists(path))
            throw new CliException($"{path}: is a file, expected a folder or a name that is free");
        CheckFree(path);
        _lock = ErrorHandling.Naming(path, () => FolderLock.Acquire(path, "inkling sweep"));
        try
        {
            // Another process may have held the lock meanwhile.
            CheckFree(path);
            AtomicFile.DeleteTemporary(path);
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    /// <summary>Gets whether a folder holds a complete sweep.</summary>
    public static bool HoldsSweep(string folder) => File.Exists(Path.Combine(folder, RunsName));

    /// <summary>Writes the files; the table of the runs last, so that a folder with it is complete.</summary>
    /// <exception cref="CliException">It cannot be written.</exception>
    public void Save(SweepPlan plan, IReadOnlyList<SweepRun> runs) => ErrorHandling.Naming(_path, () =>
    {
        _lock.ThrowIfLost();
        Write(StepsName, "run,step,loss,smoothed_loss,lr", runs.SelectMany(Steps));
        foreach (var (file, figure) in SweepFigures.Of(plan, runs))
            figure.Save(Path.Combine(_path, file));
        Write(EpochsName, "run,epoch,train_loss,train_accuracy,valid_loss,accuracy", runs.SelectMany(Epochs));
        Write(
            RunsName,
            $"run,{string.Join(',', HyperParameters.Settings.Select(setting => setting.Key))},"
                + "train_loss,valid_loss,accuracy,seconds,curve,overfitting,diverged_at_step",
            runs.Select(run => Row(run, plan)));
    });

    /// <summary>Unlocks the folder, and deletes it where it was created for this sweep and nothing was saved.</summary>
    public void Dispose() => _lock.Dispose();

    private static void CheckFree(string path)
    {
        if (HoldsSweep(path))
            throw new UsageException($"{path} holds a sweep already; name another folder");
        if (RunFolder.HoldsRun(path))
            throw new UsageException($"{path} holds a run, whose files those of a sweep would replace; name another folder");
    }

    private static string Row(SweepRun run, SweepPlan plan)
    {
        var hyperParameters = HyperParameters.Settings.Select(setting =>
            SweepColumns.Value(setting, run.HyperParameters, plan) is { } value ? setting.Format(value) : "");
        object?[] results =
        [
            run.TrainLoss, run.ValidLoss, run.Accuracy, run.Seconds, run.Curve.Name, run.Overfitting.IsOverfitting ? 1 : 0,
            run.Divergence?.Step,
        ];
        var cells = results.Select(result => Convert.ToString(result, CultureInfo.InvariantCulture));
        return string.Join(',', [$"{run.Number}", .. hyperParameters, .. cells]);
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
