using System.Text.Json;

namespace Inkling.Cli.Tests.Runs;

/// <summary>Commands that read a run while it is trained.</summary>
public sealed class ReadWhileTrainingTests : IDisposable
{
    private const int Rounds = 2;

    private readonly Program _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public void Report_and_evaluate_see_the_state_after_one_epoch_while_the_run_is_trained()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var training = _program.Start(
            "train", "--data", "handwriting", "--limit", "150", "--batch-size", "10", "--lr", "0.02", "--epochs", "100000",
            "--threads", "1", "--out", "run");

        // Its output is a line an epoch: a pipe that is full would stop it.
        training.OutputDataReceived += (_, _) => { };
        training.BeginOutputReadLine();
        while (!File.Exists(_program["run", "model.safetensors"]) && !training.HasExited)
            Thread.Sleep(1);
        var epochs = new List<int>();
        for (var round = 0; round < Rounds; round++)
        {
            var report = _program.Run("report", "run", "--attack-images", "1", "--threads", "1", "--json");
            report.ExitCode.ShouldBe(0, report.Error);
            JsonElement[] rows = [.. report.Json.GetProperty("epochs").EnumerateArray()];
            var last = rows[^1];
            rows.Length.ShouldBe(last.GetProperty("epoch").GetInt32());
            last.GetProperty("valid_accuracy").GetDouble().ShouldBe(report.Json.GetProperty("test_accuracy").GetDouble());
            last.GetProperty("valid_loss").GetDouble().ShouldBe(report.Json.GetProperty("test_loss").GetDouble());
            epochs.Add(rows.Length);

            var evaluation = _program.Run("evaluate", "run", "--threads", "1", "--json");
            evaluation.ExitCode.ShouldBe(0, evaluation.Error);
        }

        training.HasExited.ShouldBeFalse();
        Program.Interrupt(training);
        training.WaitForExit();
        training.ExitCode.ShouldBe(130);
        epochs.ShouldBeInOrder();
        epochs.Distinct().Count().ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Before_the_first_epoch_there_is_one_line()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var training = _program.Start(
            "train", "--data", "handwriting", "--limit", "20000", "--batch-size", "1", "--hidden", "2048", "--epochs", "9",
            "--out", "run");
        while (!File.Exists(_program["run", "config.json"]) && !training.HasExited)
            Thread.Sleep(1);
        var report = _program.Run("report", "run");
        training.Kill();
        training.WaitForExit();
        report.ExitCode.ShouldBe(1);
        TrainTests.OneLine(report).ShouldBe(
            "inkling: run: no model.safetensors in it, expected the folder of a run or a .safetensors file");
    }
}
