using Inkling.Cli.Lab;
using Inkling.Lab.Training;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Cli.Tests.Lab;

/// <summary>The training of the lab, in the folder "runs" of the program that is tested beside it.</summary>
internal sealed class LabTraining : IDisposable
{
    /// <summary>10 steps an epoch.</summary>
    public const string Query = "?data=handwriting&limit=160&batch-size=16&epochs=2&hidden=16&seed=9&optimizer=adam&schedule=one-cycle";

    /// <summary>The options of <c>inkling train</c> that mean the same.</summary>
    public static readonly string[] Options =
    [
        "--data", "handwriting", "--limit", "160", "--batch-size", "16", "--epochs", "2", "--hidden", "16", "--seed", "9",
        "--optimizer", "adam", "--schedule", "one-cycle",
    ];

    /// <summary>The options of a training that does not end by itself.</summary>
    public static readonly string[] EndlessOptions =
        ["--data", "handwriting", "--limit", "160", "--batch-size", "16", "--epochs", "100000", "--hidden", "16"];

    public static readonly TrainingSettings Settings = Parse(Query);

    public static readonly TrainingSettings Endless = Parse(Query.Replace("epochs=2", "epochs=100000", StringComparison.Ordinal));

    public Program Program { get; } = new();

    public FolderTraining Training => field ??= new FolderTraining(Program["runs"]);

    /// <summary>The folders of the runs.</summary>
    public string[] Folders => Directory.Exists(Program["runs"]) ? [.. Directory.GetDirectories(Program["runs"]).Order()] : [];

    public static TrainingSettings Parse(string query) =>
        TrainingSettings.Parse(query, new TrainingSettings { Data = "mnist", HyperParameters = HyperParameters.For("mlp") });

    public async Task<LiveRun> CreateAsync(TrainingSettings? settings = null) =>
        Training.Create(settings ?? Settings, await Training.OpenDataAsync(settings ?? Settings));

    /// <summary>Waits until the run has a status after some steps.</summary>
    public static async Task<RunView> WaitAsync(LiveRun run, RunStatus status, int? step = null)
    {
        for (var end = DateTime.UtcNow.AddSeconds(60); run.View.Status != status || run.View.Step != (step ?? run.View.Step);)
        {
            DateTime.UtcNow.ShouldBeLessThan(end, $"{run.View.Status} after step {run.View.Step}: {run.View.Message}");
            await Task.Delay(5);
        }

        return run.View;
    }

    public static async Task<RunView> StopAsync(LiveRun run)
    {
        run.Stop();
        return await WaitAsync(run, RunStatus.Stopped);
    }

    public void Dispose()
    {
        Training.Dispose();
        Program.Dispose();
    }
}
