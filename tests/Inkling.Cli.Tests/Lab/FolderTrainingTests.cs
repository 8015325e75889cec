using Inkling.Lab.Training;
using Inkling.Training;

namespace Inkling.Cli.Tests.Lab;

/// <summary>Runs of the lab are those of <c>inkling train</c>.</summary>
public sealed class FolderTrainingTests : IDisposable
{
    private readonly LabTraining _lab = new();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData(LabTraining.Query)]
    [InlineData("?data=handwriting&limit=60&model=simple-net&batch-size=16&epochs=2&data-size=40")]
    [InlineData("?data=handwriting&limit=60&model=custom&convolutions=3&dropout=0.3&augmentation=affine&batch-size=20&epochs=2&seed=5")]
    [InlineData("?data=digits&limit=50&batch-size=16&epochs=2&label-smoothing=0.1")]
    public async Task A_run_of_the_lab_has_the_files_of_inkling_train(string query)
    {
        var settings = LabTraining.Parse(query);
        if (settings.Data == "digits")
        {
            _lab.Program.Run("data", "--data", "handwriting", "--limit", "60", "--export", "digits").ExitCode.ShouldBe(0);
            settings = settings with { Data = _lab.Program["digits"] };
        }

        var run = await _lab.CreateAsync(settings);
        run.Start();
        var view = await LabTraining.WaitAsync(run, RunStatus.Complete);
        await LabTraining.StopAsync(run);
        var trained = _lab.Program.Shell($"$inkling{settings.Command["inkling".Length..]} --out whole");
        trained.ExitCode.ShouldBe(0, trained.Error);

        view.Folder.ShouldBe(_lab.Folders.ShouldHaveSingleItem());
        FilesIn(view.Folder).ShouldBe(FilesIn(_lab.Program["whole"]));
        foreach (var name in (string[])["config.json", "steps.csv", "model.safetensors", "checkpoints/best.safetensors"])
            File.ReadAllBytes(Path.Combine(view.Folder, name)).ShouldBe(File.ReadAllBytes(_lab.Program["whole", name]), name);
        Epochs(view.Folder).ShouldBe(Epochs(_lab.Program["whole"]));
        var (mine, other) = (Checkpoint(view.Folder, view.Step), Checkpoint(_lab.Program["whole"], view.Step));
        mine.Tensors.Keys.ShouldBe(other.Tensors.Keys, ignoreOrder: true);
        foreach (var (name, tensor) in other.Tensors.Where(entry => !entry.Key.StartsWith("recorder.", StringComparison.Ordinal)))
            mine.Tensors[name].Span.SequenceEqual(tensor.Span).ShouldBeTrue(name);
        Settings(mine).ShouldBe(Settings(other));

        var report = _lab.Program.Run("report", view.Folder, "--out", "report.html");
        report.ExitCode.ShouldBe(0, report.Error);
    }

    [Theory]
    [InlineData(13, 5)]
    [InlineData(20, 10)]
    [InlineData(8, 0)]
    public async Task Rewound_a_run_is_that_of_the_step_and_ends_with_the_bits_of_an_undisturbed_one(int trained, int rewound)
    {
        _lab.Program.Run(["train", .. LabTraining.Options, "--out", "whole"]).ExitCode.ShouldBe(0);
        var run = await _lab.CreateAsync();
        await TrainToAsync(run, trained);
        run.Rewind(rewound);
        var folder = (await LabTraining.WaitAsync(run, RunStatus.Paused, rewound)).Folder;
        File.ReadAllLines(Path.Combine(folder, "steps.csv")).Length.ShouldBe(1 + rewound);
        File.ReadAllLines(Path.Combine(folder, "metrics.csv")).Length.ShouldBe(1 + (rewound / 10));
        Checkpoints(folder).ShouldBe(rewound == 0 ? [] : [$"step-{rewound:000000000}.safetensors"]);
        File.Exists(Path.Combine(folder, "model.safetensors")).ShouldBe(rewound > 0);

        run.TakeStep();
        await LabTraining.WaitAsync(run, RunStatus.Paused, rewound + 1);
        await LabTraining.StopAsync(run);
        var outcome = _lab.Program.Run("train", "--resume", folder);
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Output.ShouldContain($"resumes after step {rewound + 1} of 20");
        foreach (var name in (string[])["config.json", "steps.csv", "model.safetensors"])
            File.ReadAllBytes(Path.Combine(folder, name)).ShouldBe(File.ReadAllBytes(_lab.Program["whole", name]), name);
        Epochs(folder).ShouldBe(Epochs(_lab.Program["whole"]));
    }

    [Theory]
    [InlineData("model=custom&layers=16&dropout=0.5")]
    [InlineData("model=mlp&augmentation=affine")]
    public async Task A_pause_within_an_epoch_saves_the_random_numbers_of_the_run(string settings)
    {
        var trained = LabTraining.Parse($"?data=handwriting&limit=160&batch-size=16&epochs=2&seed=9&{settings}");
        var whole = _lab.Program.Shell($"$inkling{trained.Command["inkling".Length..]} --out whole");
        whole.ExitCode.ShouldBe(0, whole.Error);
        var run = await _lab.CreateAsync(trained);
        var folder = (await TrainToAsync(run, 3)).Folder;
        await LabTraining.StopAsync(run);
        var outcome = _lab.Program.Run("train", "--resume", folder);
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        foreach (var name in (string[])["steps.csv", "model.safetensors"])
            File.ReadAllBytes(Path.Combine(folder, name)).ShouldBe(File.ReadAllBytes(_lab.Program["whole", name]), name);
    }

    [Fact]
    public async Task A_pause_saves_the_step_for_another_process()
    {
        var run = await _lab.CreateAsync();
        var folder = (await TrainToAsync(run, 3)).Folder;
        Checkpoints(folder).ShouldContain("step-000000003.safetensors");
        Models.ModelFile.Load(Path.Combine(folder, "model.safetensors")).Steps.ShouldBe(3);
        File.ReadAllLines(Path.Combine(folder, "steps.csv")).Length.ShouldBe(4);
        var refused = _lab.Program.Run("train", "--resume", folder);
        refused.ExitCode.ShouldBe(1);
        TrainTests.OneLine(refused).ShouldContain($"in use by process {Environment.ProcessId} (inkling lab)");
    }

    [Fact]
    public async Task A_run_without_a_step_leaves_no_folder()
    {
        var untouched = await _lab.CreateAsync();
        await LabTraining.WaitAsync(untouched, RunStatus.Paused);
        (await LabTraining.StopAsync(untouched)).Folder.ShouldBe("");
        var rewound = await _lab.CreateAsync();
        await TrainToAsync(rewound, 12);
        rewound.Rewind(0);
        await LabTraining.WaitAsync(rewound, RunStatus.Paused, 0);
        (await LabTraining.StopAsync(rewound)).Folder.ShouldBe("");
        _lab.Folders.ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_of_several_runs_has_a_folder_and_the_bits_of_one_alone()
    {
        var runs = new List<LiveRun>();
        foreach (var rate in (float[])[0.001f, 0.002f, 0.001f])
        {
            var settings = LabTraining.Settings;
            settings = settings with { HyperParameters = settings.HyperParameters with { LearningRate = rate } };
            runs.Add(await _lab.CreateAsync(settings));
            runs[^1].Start();
        }

        foreach (var run in runs)
            await LabTraining.WaitAsync(run, RunStatus.Complete);
        _lab.Folders.ShouldBe(runs.Select(run => run.View.Folder), ignoreOrder: true);
        byte[][] models = [.. runs.Select(run => File.ReadAllBytes(Path.Combine(run.View.Folder, "model.safetensors")))];
        models[2].ShouldBe(models[0]);
        models[1].ShouldNotBe(models[0]);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_or_is_lost_ends_the_run_with_one_line()
    {
        File.WriteAllText(_lab.Program["runs"], "");
        var refused = await _lab.CreateAsync();
        (await LabTraining.WaitAsync(refused, RunStatus.Failed)).Message.ShouldStartWith(_lab.Program["runs"]);
        File.Delete(_lab.Program["runs"]);

        var lost = await _lab.CreateAsync();
        var folder = (await TrainToAsync(lost, 2)).Folder;
        Directory.Delete(folder, recursive: true);
        lost.Start();
        var view = await LabTraining.WaitAsync(lost, RunStatus.Failed);
        view.Message.ShouldStartWith(folder);
        view.Message.ShouldNotContain("\n");

        var blocked = await _lab.CreateAsync();
        folder = (await TrainToAsync(blocked, 2)).Folder;
        File.Delete(Path.Combine(folder, "steps.csv"));
        Directory.CreateDirectory(Path.Combine(folder, "steps.csv"));
        blocked.TakeStep();
        view = await LabTraining.WaitAsync(blocked, RunStatus.Failed);
        view.Message.ShouldStartWith(folder);
        view.Message.ShouldNotContain("\n");
    }

    [Fact]
    public async Task The_end_of_the_lab_stops_and_saves_its_runs()
    {
        var run = await _lab.CreateAsync(LabTraining.Endless);
        await TrainToAsync(run, 1);
        run.Start();
        await LabTraining.WaitAsync(run, RunStatus.Running);
        _lab.Training.Dispose();
        run.View.Status.ShouldBe(RunStatus.Stopped);
        Checkpoints(run.View.Folder).ShouldContain($"step-{run.View.Step:000000000}.safetensors");
    }

    [Fact]
    public async Task A_run_that_is_left_to_itself_goes_on_to_its_end()
    {
        var run = await _lab.CreateAsync();
        run.Start();
        run.Detach();
        var view = await LabTraining.WaitAsync(run, RunStatus.Stopped);
        (view.Step, view.Epoch).ShouldBe((20, 2));
        Epochs(view.Folder).Length.ShouldBe(3);
    }

    [Fact]
    public async Task Paused_it_is_saved_when_it_is_left_to_itself()
    {
        var run = await _lab.CreateAsync();
        await TrainToAsync(run, 4);
        run.Detach();
        Checkpoints((await LabTraining.WaitAsync(run, RunStatus.Stopped)).Folder).ShouldContain("step-000000004.safetensors");
    }

    private static async Task<RunView> TrainToAsync(LiveRun run, int step)
    {
        while (run.View.Step / 10 < step / 10)
        {
            var epoch = run.View.Step / 10;
            run.TakeEpoch();
            await LabTraining.WaitAsync(run, epoch == 1 ? RunStatus.Complete : RunStatus.Paused, (epoch + 1) * 10);
        }

        while (run.View.Step < step)
        {
            var before = run.View.Step;
            run.TakeStep();
            await LabTraining.WaitAsync(run, RunStatus.Paused, before + 1);
        }

        return run.View;
    }

    private static string[] FilesIn(string folder) =>
        [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order()];

    private static string[] Checkpoints(string folder) => Directory.Exists(Path.Combine(folder, "checkpoints"))
        ? [.. Directory.GetFiles(Path.Combine(folder, "checkpoints"), "step-*").Select(file => Path.GetFileName(file)).Order()]
        : [];

    /// <summary>The lines of metrics.csv without times.</summary>
    private static string[] Epochs(string folder) =>
        [.. File.ReadAllLines(Path.Combine(folder, "metrics.csv")).Select(line => string.Join(',', line.Split(',')[..5]))];

    private static TrainingState Checkpoint(string folder, int step) =>
        CheckpointFile.Read(Path.Combine(folder, "checkpoints", $"step-{step:000000000}.safetensors"));

    private static Dictionary<string, string> Settings(TrainingState state) => state.Values
        .Where(entry => !entry.Key.StartsWith("recorder.", StringComparison.Ordinal) && entry.Key != "place.train_seconds")
        .ToDictionary();
}
