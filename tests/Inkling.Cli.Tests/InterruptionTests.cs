using System.Diagnostics;

namespace Inkling.Cli.Tests;

/// <summary>Ctrl+C in every phase of a training, and in commands that have nothing to save.</summary>
public sealed class InterruptionTests : IDisposable
{
    private readonly Program _program = new();

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("mlp", 300, 1)]
    [InlineData("cnn", 60, 2)]
    [InlineData("resnet18", 8, 4)]
    public void Interrupted_in_random_phases_and_resumed_a_run_ends_with_the_same_files(string model, int images, int batchSize)
    {
        if (OperatingSystem.IsWindows())
            return;
        string[] settings =
            ["train", "--data", "handwriting", "--model", model, "--limit", $"{images}", "--batch-size", $"{batchSize}", "--epochs", "2"];
        var watch = Stopwatch.StartNew();
        _program.Run([.. settings, "--out", "whole"]).ExitCode.ShouldBe(0);
        var random = new RandomStream((ulong)Environment.TickCount64);
        var longest = (int)watch.ElapsedMilliseconds;
        for (var (round, isComplete) = (0, false); !isComplete; round++)
        {
            using var process = _program.Start(
                Directory.Exists(_program["run"]) ? ["train", "--resume", "run"] : [.. settings, "--out", "run"]);
            if (round < 3)
            {
                Thread.Sleep(random.Next(longest));
                Program.Interrupt(process);
            }

            var outcome = Program.Finish(process);
            outcome.ExitCode.ShouldBeOneOf(0, 130, 143);
            isComplete = outcome.ExitCode == 0;
            foreach (var line in outcome.Error.TrimEnd().Split('\n').Where(line => line.Length > 0))
                line.ShouldMatch("^inkling: (stopping; Ctrl\\+C again ends at once|stopped)$");
        }

        Content("run", "model.safetensors").ShouldBe(Content("whole", "model.safetensors"));
        Content("run", "steps.csv").ShouldBe(Content("whole", "steps.csv"));
        Epochs("run").ShouldBe(Epochs("whole"));
    }

    [Fact]
    public void A_second_interrupt_ends_the_program_at_once_and_the_run_is_whole()
    {
        if (OperatingSystem.IsWindows())
            return;
        string[] settings = ["train", "--data", "handwriting", "--limit", "1000", "--epochs", "12", "--out"];
        _program.Run([.. settings, "whole"]).ExitCode.ShouldBe(0);
        using var process = _program.Start([.. settings, "run"]);
        while (!File.Exists(_program["run", "model.safetensors"]) && !process.HasExited)
            Thread.Sleep(1);
        Program.Interrupt(process);
        Program.Interrupt(process);
        Program.Finish(process).ExitCode.ShouldBeOneOf(0, 130, 143);
        var outcome = _program.Run("train", "--resume", "run");
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        Content("run", "model.safetensors").ShouldBe(Content("whole", "model.safetensors"));
        Content("run", "steps.csv").ShouldBe(Content("whole", "steps.csv"));
    }

    [Fact]
    public void A_model_of_an_interrupted_epoch_says_its_step_and_is_used()
    {
        if (OperatingSystem.IsWindows())
            return;

        // An epoch of seconds.
        using var process = _program.Start(
            "train", "--data", "handwriting", "--limit", "4000", "--batch-size", "1", "--hidden", "1024", "--epochs", "1000",
            "--checkpoint-every", "10", "--out", "run", "--json");
        while (!HasCheckpoint() && !process.HasExited)
            Thread.Sleep(1);
        Program.Interrupt(process);
        var stopped = Program.Finish(process);
        stopped.ExitCode.ShouldBe(130, stopped.Error);
        stopped.Error.ShouldMatch(@"stopped in epoch 1 of 1000 after step [\d,]+; the model is kept in run\n$");
        stopped.Json.GetProperty("epochs").GetArrayLength().ShouldBe(0);
        stopped.Json.TryGetProperty("test_accuracy", out _).ShouldBeFalse();
        var model = Models.ModelFile.Load(_program["run", "model.safetensors"]);
        model.Epochs.ShouldBe(0);
        File.ReadAllLines(_program["run", "steps.csv"]).Length.ShouldBe(1 + model.Steps!.Value);
        _program.Run("evaluate", "run").ExitCode.ShouldBe(0);
        _program.Run("report", "run").ExitCode.ShouldBe(0);

        bool HasCheckpoint() =>
            Directory.Exists(_program["run", "checkpoints"]) && Directory.GetFiles(_program["run", "checkpoints"], "step-*").Length > 0;
    }

    [Fact]
    public void A_command_with_nothing_to_save_ends()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var process = _program.Start("data", "--data", "handwriting");
        Thread.Sleep(400);
        Program.Interrupt(process);
        var outcome = Program.Finish(process);
        outcome.ExitCode.ShouldBeOneOf(0, 130, 143);
        if (outcome.ExitCode == 130)
            outcome.Error.ShouldBe("inkling: stopping; Ctrl+C again ends at once\ninkling: stopped\n");
    }

    private string Content(string run, string file) => Convert.ToBase64String(File.ReadAllBytes(_program[run, file]));

    /// <summary>The rows of metrics.csv without the times.</summary>
    private string[] Epochs(string run) =>
        [.. File.ReadAllLines(_program[run, "metrics.csv"]).Select(line => string.Join(',', line.Split(',')[..5]))];
}
