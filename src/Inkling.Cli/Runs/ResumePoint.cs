using Inkling.Cli.Output;
using Inkling.Training;

namespace Inkling.Cli.Runs;

/// <summary>The checkpoint from which a run is resumed.</summary>
/// <param name="State">Its content.</param>
/// <param name="File">Its file.</param>
internal sealed record ResumePoint(TrainingState State, string File)
{
    private const string Ignore = "--ignore-arithmetic resumes nevertheless";

    /// <summary>Reads the newest intact checkpoint of a run; null where there is none yet.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="notice">Receives what is wrong with newer ones.</param>
    /// <exception cref="CliException">None is intact.</exception>
    public static ResumePoint? Find(RunFolder folder, Action<string> notice)
    {
        var damaged = new List<string>();
        var found = ErrorHandling.Naming(folder.Checkpoints.Path, () => folder.Checkpoints.ReadNewest(damaged.Add));
        foreach (var damage in damaged)
            notice($"{damage}; the previous one is used");
        return found is var (state, file) ? new ResumePoint(state, file) : null;
    }

    /// <summary>Checks that a run was started on a machine with this arithmetic.</summary>
    /// <exception cref="CliException">It was not.</exception>
    public static void CheckArithmetic(RunConfig config, string run)
    {
        if (config.Arithmetic != Compute.Arithmetic)
            throw new CliException(
                $"{run}: started with {Format.Arithmetic(config.Arithmetic)}, this machine has {Format.Arithmetic(Compute.Arithmetic)}: "
                + $"the weights would differ from those of an undisturbed run; {Ignore}");
    }

    /// <summary>Checks that the checkpoint was saved with the settings of a run, and takes over those that may differ.</summary>
    /// <param name="config">The settings.</param>
    /// <param name="configFile">Their file.</param>
    /// <param name="ignoresArithmetic">Whether the arithmetic may differ.</param>
    /// <exception cref="CliException">It was saved with others; the message names the first.</exception>
    public void Check(RunConfig config, string configFile, bool ignoresArithmetic)
    {
        var saved = State.RunSettings.OwnValues();
        foreach (var (key, value) in config.InCheckpoint)
        {
            var before = saved.GetValueOrDefault(key, "none");
            var isArithmetic = key == RunConfig.Origin["arithmetic"].Key;
            var mayDiffer = key == RunConfig.Settings["epochs"].Key ? config.AllowsOtherEpochs : isArithmetic && ignoresArithmetic;
            if (value != before && !mayDiffer)
                throw new CliException(
                    $"{configFile}: {key} is {value}, its checkpoint {Path.GetFileName(File)} was saved with {key} {before}"
                    + (isArithmetic ? $"; {Ignore}" : ""));
            State.RunSettings.Set(key, value);
        }
    }
}
