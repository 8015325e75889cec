using System.Diagnostics;

namespace Inkling.Cli.Tests;

public sealed class ResumeTests : IDisposable
{
    /// <summary>67 steps an epoch.</summary>
    private static readonly string[] Settings =
        ["train", "--data", "handwriting", "--limit", "200", "--batch-size", "3", "--epochs", "3", "--optimizer", "adam"];

    private readonly Program _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public void Killed_at_random_moments_and_resumed_a_run_ends_with_the_same_weights()
    {
        if (OperatingSystem.IsWindows())
            return;
        _program.Run([.. Settings, "--out", "whole"]).ExitCode.ShouldBe(0);
        var random = new RandomStream((ulong)Environment.TickCount64);
        var kills = 0;

        // With a checkpoint at each step many a kill hits the writing of one.
        for (var arguments = (string[])[.. Settings, "--checkpoint-every", "1", "--out", "run"]; ; arguments = ["train", "--resume", "run"])
        {
            var known = Newest("run");
            using var process = _program.Start(arguments);
            WaitUntil(() => process.HasExited || Newest("run") != known);
            var isKilled = kills < 6 && !process.WaitForExit(random.Next(80));
            if (isKilled)
            {
                process.Kill();
                kills++;
            }

            var outcome = Program.Finish(process);
            if (isKilled && outcome.ExitCode != 0)
                continue;
            outcome.ExitCode.ShouldBe(0, outcome.Error);
            break;
        }

        kills.ShouldBeGreaterThan(0);
        SameModel("run");
        Directory.GetFiles(_program["run", "checkpoints"]).Select(Path.GetFileName).Order()
            .ShouldBe(["best.safetensors", "step-000000200.safetensors", "step-000000201.safetensors"]);
        File.ReadAllLines(_program["run", "metrics.csv"])
            .Select(Known).ShouldBe(File.ReadAllLines(_program["whole", "metrics.csv"]).Select(Known));
    }

    [Fact]
    public void Interrupted_within_an_epoch_a_run_resumes_there()
    {
        if (OperatingSystem.IsWindows())
            return;
        string[] settings = ["train", "--data", "handwriting", "--limit", "1000", "--batch-size", "1", "--epochs", "12", "--out"];
        _program.Run([.. settings, "whole"]).ExitCode.ShouldBe(0);
        using var process = _program.Start([.. settings, "run", "--json"]);
        WaitUntil(() => File.Exists(_program["run", "model.safetensors"]));
        Program.Interrupt(process);
        var stopped = Program.Finish(process);
        if (stopped.ExitCode == 0)
            return;
        stopped.ExitCode.ShouldBe(130, stopped.Error);

        var outcome = _program.Run("train", "--resume", "run", "--json", "--threads", "1");
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        TrainTests.OneLine(outcome).ShouldMatch(@"^inkling: run: resumes after step [\d,]+ of 12,000$");
        outcome.Json.GetProperty("epochs").GetArrayLength().ShouldBe(12);
        SameModel("run");
    }

    [Fact]
    public void Damaged_checkpoints_and_other_settings_are_reported_in_one_line()
    {
        string[] settings = ["train", "--data", "handwriting", "--limit", "100", "--epochs", "2", "--seed", "4", "--out"];
        _program.Run([.. settings, "whole"]).ExitCode.ShouldBe(0);
        _program.Run([.. settings, "run"]).ExitCode.ShouldBe(0);
        var model = File.ReadAllBytes(_program["run", "model.safetensors"]);

        Refused(2, "inkling: --lr 0.2: run was started with --lr 0.1, expected the same value or a new run (see inkling train --help)",
            "--lr", "0.2");
        Refused(2, "inkling: --seed 5: run was started with --seed 4, expected the same value or a new run (see inkling train --help)",
            "--seed", "5");
        Refused(2, "inkling: --data mnist: run was started with --data handwriting, expected the same value or a new run "
            + "(see inkling train --help)", "--data", "mnist");
        Refused(2, "inkling: --out other: a resumed run stays in its folder, expected --resume alone (see inkling train --help)",
            "--out", "other");
        TrainTests.OneLine(_program.Run("train", "--resume", "nothing")).ShouldBe("inkling: nothing: there is no such run folder");

        // The same value may be given again; a complete run stays as it is.
        var complete = _program.Run("train", "--resume", "run", "--seed", "4", "--json");
        complete.ExitCode.ShouldBe(0, complete.Error);
        TrainTests.OneLine(complete).ShouldBe("inkling: run: all 2 epochs are complete already");
        File.ReadAllBytes(_program["run", "model.safetensors"]).ShouldBe(model);

        // The newest is cut short: the previous one is used.
        var newest = Newest("run")!;
        File.WriteAllBytes(newest, File.ReadAllBytes(newest)[..^100]);
        var fallen = _program.Run("train", "--resume", "run", "--json");
        fallen.ExitCode.ShouldBe(0, fallen.Error);
        var lines = fallen.Error.TrimEnd().Split('\n');
        lines.Length.ShouldBe(2, fallen.Error);
        lines[0].ShouldMatch("^inkling: run/checkpoints/step-000000004.safetensors: .*; the previous one is used$");
        lines[1].ShouldBe("inkling: run: resumes after step 2 of 4");
        SameModel("run");

        // All are damaged: the run cannot be resumed, and nothing is touched.
        foreach (var file in Directory.GetFiles(_program["run", "checkpoints"], "step-*"))
        {
            var bytes = File.ReadAllBytes(file);
            bytes[^5] ^= 1;
            File.WriteAllBytes(file, bytes);
        }

        var lost = _program.Run("train", "--resume", "run", "--json");
        lost.ExitCode.ShouldBe(1);
        TrainTests.OneLine(lost).ShouldEndWith(
            ": the checksum does not agree with the content, the file is damaged; no other checkpoint in run/checkpoints is intact");
        File.ReadAllBytes(_program["run", "model.safetensors"]).ShouldBe(model);

        File.WriteAllText(_program["run", "config.json"], "{ \"model\": \"mlp\" }");
        var settingsLost = _program.Run("train", "--resume", "run");
        settingsLost.ExitCode.ShouldBe(1);
        TrainTests.OneLine(settingsLost).ShouldBe(
            $"inkling: {Path.Combine("run", "config.json")}: not the settings of a run (data is missing or is not an object)");
        File.WriteAllText(_program["run", "config.json"], "{ \"model\": ");
        TrainTests.OneLine(_program.Run("train", "--resume", "run"))
            .ShouldBe($"inkling: {Path.Combine("run", "config.json")}: not readable JSON");

        void Refused(int exitCode, string line, params string[] options)
        {
            var outcome = _program.Run(["train", "--resume", "run", .. options]);
            outcome.ExitCode.ShouldBe(exitCode);
            TrainTests.OneLine(outcome).ShouldBe(line);
        }
    }

    [Fact]
    public void A_run_without_a_checkpoint_starts_anew_and_other_images_are_refused()
    {
        string[] settings = ["train", "--data", "digits", "--epochs", "1", "--batch-size", "8", "--out"];
        _program.Run("data", "--data", "handwriting", "--limit", "40", "--export", "digits").ExitCode.ShouldBe(0);
        _program.Run([.. settings, "whole"]).ExitCode.ShouldBe(0);
        _program.Run([.. settings, "run"]).ExitCode.ShouldBe(0);
        Directory.Delete(_program["run", "checkpoints"], recursive: true);
        var refused = _program.Run("train", "--resume", "run");
        refused.ExitCode.ShouldBe(1);
        TrainTests.OneLine(refused)
            .ShouldBe("inkling: run: a model, but no checkpoint to resume from; to train it anew, name another folder");
        SameModel("run");
        File.Delete(_program["run", "model.safetensors"]);
        var outcome = _program.Run("train", "--resume", "run");
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Output.ShouldContain("run: no checkpoint in it yet, the run starts anew");
        SameModel("run");

        File.Delete(Directory.GetFiles(_program["digits", "train", "3"])[0]);
        var changed = _program.Run("train", "--resume", "run");
        changed.ExitCode.ShouldBe(1);
        TrainTests.OneLine(changed)
            .ShouldMatch(
                @"^inkling: run/checkpoints/step-000000005\.safetensors: saved with data 40 items \(\w+\), "
                + @"this training has 39 items \(\w+\)$");
    }

    [Fact]
    public void A_run_of_an_earlier_version_is_resumed_with_the_recipe_for_what_its_configuration_does_not_name()
    {
        string[] settings = ["--limit", "100", "--epochs", "2", "--seed", "4"];
        _program.Run(["train", "--data", "handwriting", .. settings, "--out", "run"]).ExitCode.ShouldBe(0);
        File.WriteAllText(_program["run", "config.json"], $$"""
            {
              "model": "mlp",
              "data": { "source": "handwriting", "name": "handwriting", "location": "generated", "train_images": 100, "test_images": 100 },
              "epochs": 2, "batch_size": 64, "lr": 0.1, "optimizer": "sgd", "schedule": "constant", "seed": 4, "threads": 2, "limit": 100,
              "vector_bits": {{Compute.VectorBits}}, "inkling": "0.1.0", "command": "inkling train"
            }
            """);
        var outcome = _program.Run("train", "--resume", "run", "--hidden", "128", "--augmentation", "none", "--json");
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        TrainTests.OneLine(outcome).ShouldBe("inkling: run: all 2 epochs are complete already");
        var refused = _program.Run("train", "--resume", "run", "--hidden", "64");
        TrainTests.OneLine(refused).ShouldStartWith("inkling: --hidden 64: run was started with --hidden 128, expected ");
    }

    private static string Known(string line) => string.Join(',', line.Split(',')[..5]);

    private static void WaitUntil(Func<bool> condition)
    {
        for (var watch = Stopwatch.StartNew(); !condition() && watch.Elapsed < TimeSpan.FromMinutes(1);)
            Thread.Sleep(2);
    }

    private string? Newest(string run) => Directory.Exists(_program[run, "checkpoints"])
        ? Directory.GetFiles(_program[run, "checkpoints"], "step-*").Max(StringComparer.Ordinal)
        : null;

    private void SameModel(string run) =>
        File.ReadAllBytes(_program[run, "model.safetensors"]).ShouldBe(File.ReadAllBytes(_program["whole", "model.safetensors"]));
}
