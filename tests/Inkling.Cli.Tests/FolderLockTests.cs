using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Inkling.Formats;
using Inkling.Training;

namespace Inkling.Cli.Tests;

/// <summary>The locks of run and sweep folders, with real processes.</summary>
public sealed class FolderLockTests : IDisposable
{
    private const string Holder = @"process (\d+) \(inkling train\) on host \S+ since \d{4}-\d\d-\d\d \d\d:\d\d UTC";

    private static readonly string[] Settings = ["train", "--data", "handwriting", "--limit", "20", "--batch-size", "4", "--hidden", "4",
        "--checkpoint-every", "3", "--threads", "1", "--epochs"];

    private readonly Program _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Of_two_trainings_into_one_folder_one_wins_and_everything_in_it_is_its_own()
    {
        const int Races = 50, AtOnce = 4;
        foreach (var seed in (int[])[3, 4])
            _program.Run([.. Settings, "3", "--seed", $"{seed}", "--out", $"alone{seed}"]).ExitCode.ShouldBe(0);
        var random = new RandomStream((ulong)Environment.TickCount64);
        var delays = Enumerable.Range(0, Races).Select(_ => random.Next(60)).ToArray();
        var refusals = new string[Races];
        await Parallel.ForAsync(
            0, Races, new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (race, _) => refusals[race] = await Race($"run{race}", delays[race]));

        // Most are refused by the lock, in the name of the process that holds it; some come when that has ended.
        refusals.ShouldContain(line => Regex.IsMatch(line, $"^inkling: run\\d+: in use by {Holder}$"));
    }

    [Fact]
    public void A_run_is_locked_until_its_process_is_killed()
    {
        using var process = _program.Start([.. Settings, "1000000", "--out", "run"]);
        WaitForModel();
        var refused = _program.Run("train", "--resume", "run");
        refused.ExitCode.ShouldBe(1);
        TrainTests.OneLine(refused).ShouldMatch($"^inkling: run: in use by {Holder.Replace(@"\d+", $"{process.Id}")}$");
        _program.Run("evaluate", "run").ExitCode.ShouldBe(0);

        process.Kill();
        Program.Finish(process);

        File.Exists(_program["run", ".lock"]).ShouldBeTrue();
        FolderLock.Acquire(_program["run"]).Dispose();
        FolderLock.Acquire(_program["run", "checkpoints"]).Dispose();
        Directory.GetFiles(_program["run"], ".lock*").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("mv run moved")]
    [InlineData("rm -rf run")]
    public void A_run_whose_folder_is_taken_away_does_not_write_into_that_of_the_next_one(string takeAway)
    {
        // Stopped within a write, it misses its temporary file.
        using var first = _program.Start([.. Settings, "1000000", "--seed", "3", "--out", "run"]);
        WaitForModel();
        _program.Shell($"kill -STOP {first.Id}; {takeAway}").ExitCode.ShouldBe(0);
        using var second = _program.Start([.. Settings, "1000000", "--seed", "4", "--out", "run"]);
        WaitForModel();
        _program.Shell($"kill -CONT {first.Id}").ExitCode.ShouldBe(0);

        var lost = Program.Finish(first);
        lost.ExitCode.ShouldBe(1);
        TrainTests.OneLine(lost).ShouldMatch(
            "^inkling: run\\S*: (moved, deleted or replaced while this process wrote it; nothing more is written|there is no such .*)$");
        TrainTests.OneLine(_program.Run("train", "--resume", "run")).ShouldContain($"in use by process {second.Id}");
        Program.Interrupt(second);
        Program.Finish(second).ExitCode.ShouldBe(130);
        new CheckpointFolder(_program["run", "checkpoints"]).ReadNewest(_ => { })!.Value.State.RunSettings.Text("seed").ShouldBe("4");
        var epochs = File.ReadLines(_program["run", "metrics.csv"]).Skip(1).Select(line => int.Parse(line.Split(',')[0])).ToArray();
        epochs.ShouldBe(Enumerable.Range(1, epochs.Length));
    }

    [Theory]
    [InlineData("train", "--out", "folder")]
    [InlineData("train", "--resume", "folder")]
    [InlineData("sweep", "--seed", "1,2", "--out", "folder")]
    public void A_command_that_writes_a_folder_is_refused_while_another_process_does_and_changes_nothing(params string[] arguments)
    {
        using var held = FolderLock.Acquire(_program["folder"], "another program");
        var isResumed = arguments.Contains("--resume");
        if (isResumed)
            File.WriteAllText(_program["folder", "config.json"], "{}");
        var content = Files("folder");
        var refused = _program.Run([.. arguments, .. (string[])(isResumed ? [] : ["--data", "handwriting", "--limit", "600"])]);
        refused.ExitCode.ShouldBe(1);
        TrainTests.OneLine(refused)
            .ShouldMatch($@"^inkling: folder: in use by process {Environment.ProcessId} \(another program\) on host \S+ since .* UTC$");
        Files("folder").ShouldBe(content);
    }

    [Fact]
    public void Trainings_without_a_name_that_start_at_the_same_moment_take_different_folders()
    {
        var processes = Enumerable.Range(0, 4).Select(_ => _program.Start([.. Settings, "1"])).ToArray();
        foreach (var process in processes)
            Program.Finish(process).ExitCode.ShouldBe(0);
        Directory.GetDirectories(_program["runs"]).Length.ShouldBe(4);
    }

    /// <summary>Starts two trainings, the second after a delay in milliseconds, and returns the line of the one that is refused.</summary>
    private async Task<string> Race(string run, int delay)
    {
        var first = Train(run, 3);
        await Task.Delay(delay);
        var outcomes = await Task.WhenAll(first, Train(run, 4));

        var winner = Array.FindIndex(outcomes, outcome => outcome.ExitCode == 0);
        var (won, refused) = (outcomes[winner], outcomes[1 - winner]);
        won.Output.ShouldContain($"The run is kept in {run}\n");
        won.Error.ShouldBeEmpty();
        var line = TrainTests.OneLine(refused);
        if (refused.ExitCode == 2)
            line.ShouldStartWith($"inkling: {run} holds a run already; name another folder, or --resume it");
        else
            line.ShouldMatch($"^inkling: {run}: in use by ({Holder}|another process)$");
        refused.ExitCode.ShouldBeInRange(1, 2);
        BelongsTo(run, winner + 3);
        return line;
    }

    private void WaitForModel()
    {
        var model = _program["run", "model.safetensors"];
        for (var watch = Stopwatch.StartNew(); !File.Exists(model) && watch.Elapsed < TimeSpan.FromMinutes(1);)
            Thread.Sleep(2);
    }

    private Task<Outcome> Train(string run, int seed) =>
        Task.Run(() => _program.Run([.. Settings, "3", "--seed", $"{seed}", "--out", run]));

    /// <summary>Checks that every file of a run is that of the undisturbed one with a seed, and that there are no others.</summary>
    private void BelongsTo(string run, int seed)
    {
        var alone = $"alone{seed}";
        Files(run).ShouldBe(Files(alone));
        JsonDocument.Parse(File.ReadAllBytes(_program[run, "config.json"])).RootElement.GetProperty("seed").GetInt32().ShouldBe(seed);
        File.ReadAllBytes(_program[run, "model.safetensors"]).ShouldBe(File.ReadAllBytes(_program[alone, "model.safetensors"]));
        Losses(run, "metrics.csv").ShouldBe(Losses(alone, "metrics.csv"));
        Losses(run, "steps.csv").ShouldBe(Losses(alone, "steps.csv"));
        foreach (var file in Files(run).Where(file => file.Contains("step-", StringComparison.Ordinal)))
        {
            var (state, expected) = (CheckpointFile.Read(_program[run, file]), CheckpointFile.Read(_program[alone, file]));
            state.Tensors.Keys.ShouldBe(expected.Tensors.Keys);
            foreach (var (name, tensor) in state.Tensors)
                tensor.Span.SequenceEqual(expected.Tensors[name].Span).ShouldBeTrue($"{file}: {name}");
        }
    }

    private string[] Files(string run) =>
        [.. Directory.GetFiles(_program[run], "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_program[run], file)).Order(StringComparer.Ordinal)];

    /// <summary>The first columns, those that do not depend on the time.</summary>
    private string[] Losses(string run, string file) =>
        [.. File.ReadLines(_program[run, file]).Select(line => string.Join(',', line.Split(',').Take(4)))];
}
