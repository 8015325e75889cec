using System.Diagnostics;
using System.Text.Json;
using Inkling.Analysis;
using Inkling.Cli.Commands;
using Inkling.Data;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Cli.Tests;

public sealed class TrainTests : IDisposable
{
    private readonly Program _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public void A_run_without_data_and_network_trains_on_generated_digits_and_says_so()
    {
        var outcome = _program.Run("train", "--limit", "500", "--epochs", "2");
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Error.ShouldBeEmpty();
        var lines = outcome.Output.Split('\n');
        lines[0].ShouldMatch(@"^download failed, ossci-datasets\.s3\.amazonaws\.com: .{1,60}$");
        lines[1].ShouldMatch(@"^download failed, storage\.googleapis\.com: .{1,60}$");
        lines[2].ShouldBe("No MNIST here (it could not be downloaded), so Inkling trains on digits that it generates. "
            + "To get MNIST: docs/data.md, or --data FOLDER.");
        lines.Count(line => line.Contains("download")).ShouldBe(3);
        outcome.Output.ShouldContain("handwriting: 500 training and 500 test images of 28x28");
        outcome.Output.ShouldContain("epoch  train loss  test loss  test accuracy  seconds   images/s");
        outcome.Output.ShouldNotContain('\e');
        var run = Directory.GetDirectories(_program["runs"]).ShouldHaveSingleItem();
        Directory.GetFiles(run)
            .Select(Path.GetFileName).ShouldBe(["config.json", "metrics.csv", "model.safetensors", "steps.csv"], ignoreOrder: true);
        File.ReadAllLines(Path.Combine(run, "metrics.csv")).Length.ShouldBe(3);
    }

    [Fact]
    public void MNIST_by_name_without_network_fails_and_says_how_to_get_it()
    {
        var outcome = _program.Run("train", "--data", "mnist");
        outcome.ExitCode.ShouldBe(1);
        var line = OneLine(outcome);
        outcome.Output.ShouldBeEmpty();
        line.ShouldStartWith($"inkling: MNIST is not here: the cache {_program["cache", "mnist"]} has no train-images-idx3-ubyte.gz; ");
        line.ShouldContain("; ossci-datasets.s3.amazonaws.com: ");
        line.ShouldContain("; storage.googleapis.com: ");
        line.ShouldContain("put its four .gz files (docs/data.md) into a folder named by --data or INKLING_DATA");
        (line.Length - _program["cache"].Length).ShouldBeLessThan(280);
        Directory.Exists(_program["runs"]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("--batch-size", "0")]
    [InlineData("--batch-size", "51")]
    [InlineData("--lr", "-0.1")]
    [InlineData("--lr", "NaN")]
    [InlineData("--lr", "Infinity")]
    [InlineData("--epochs", "0")]
    [InlineData("--threads", "0")]
    [InlineData("--optimizer", "lion")]
    [InlineData("--schedule", "none")]
    [InlineData("--model", "perceptron")]
    [InlineData("--seed", "-1")]
    [InlineData("--hidden", "0")]
    [InlineData("--data-size", "51")]
    [InlineData("--limit", "many")]
    public void An_invalid_value_is_a_usage_error(string option, string value)
    {
        string[] arguments = ["train", "--data", "handwriting", option, value];
        var outcome = _program.Run(option == "--limit" ? arguments : [.. arguments, "--limit", "50"]);
        outcome.ExitCode.ShouldBe(2);
        OneLine(outcome).ShouldStartWith($"inkling: {option} {value}: expected ");
        outcome.Error.ShouldContain("(see inkling train --help)");
        Directory.Exists(_program["runs"]).ShouldBeFalse();
    }

    [Fact]
    public void A_complete_run_with_held_out_images_has_the_temperature_that_they_give()
    {
        string[] settings = ["train", "--data", "handwriting", "--limit", "400", "--model", "linear", "--epochs", "2"];
        _program.Run([.. settings, "--validation-split", "0.25", "--out", "split"]).ExitCode.ShouldBe(0);
        _program.Run([.. settings, "--out", "whole"]).ExitCode.ShouldBe(0);

        var model = ModelFile.Load(_program["split", "model.safetensors"]);
        var (_, heldOut) = Handwriting.Train(400).Split(100, DatasetLoader.SplitSeed);
        model.Temperature.ShouldNotBe(1);
        model.Temperature.ShouldBe(TemperatureScaling.Fit(Predictions.Of(model, heldOut)), 1e-4f);
        ModelFile.Load(_program["whole", "model.safetensors"]).Temperature.ShouldBe(1);
    }

    [Fact]
    public void A_diverging_run_stops_at_its_step_and_leaves_nothing()
    {
        var outcome = _program.Run("train", "--data", "handwriting", "--limit", "500", "--lr", "1e20", "--out", "deep/run");
        outcome.ExitCode.ShouldBe(1);
        OneLine(outcome)
            .ShouldMatch(
                @"^inkling: training diverged, the loss is NaN at step \d+: try a smaller --lr than 1E\+20, such as 0\.1, the default$");
        Directory.Exists(_program["deep"]).ShouldBeFalse();
    }

    [Fact]
    public void A_folder_with_a_run_is_left_alone_and_one_with_other_things_is_taken()
    {
        Directory.CreateDirectory(_program["run"]);
        File.WriteAllText(_program["run", "notes.txt"], "mine");
        string[] arguments = ["train", "--data", "handwriting", "--limit", "50", "--epochs", "1", "--out", "run"];
        _program.Run(arguments).ExitCode.ShouldBe(0);
        var model = File.ReadAllBytes(_program["run", "model.safetensors"]);

        var outcome = _program.Run([.. arguments, "--seed", "2"]);

        outcome.ExitCode.ShouldBe(2);
        OneLine(outcome).ShouldStartWith("inkling: run holds a run already; name another folder, or --resume it");
        File.ReadAllBytes(_program["run", "model.safetensors"]).ShouldBe(model);
    }

    [Theory]
    [InlineData("--epochs", "99999999999", "a whole number from 1 to 2147483647")]
    [InlineData("--threads", "257", "a whole number from 1 to 256")]
    public void A_number_that_is_too_large_is_reported_with_the_limit(string option, string value, string expected)
    {
        var outcome = _program.Run("train", option, value);
        outcome.ExitCode.ShouldBe(2);
        OneLine(outcome).ShouldStartWith($"inkling: {option} {value}: expected {expected}");
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_one_line()
    {
        File.WriteAllText(_program["taken"], "");
        var outcome = _program.Run("train", "--data", "handwriting", "--limit", "50", "--out", "taken");
        outcome.ExitCode.ShouldBe(1);
        OneLine(outcome).ShouldStartWith("inkling: taken: is a file");
    }

    [Fact]
    public void A_full_disk_is_one_line()
    {
        if (!File.Exists("/dev/full"))
            return;
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-c", "exec dotnet \"$0\" train --data handwriting --limit 50 --epochs 1 --json > /dev/full",
                Program.Library },
            WorkingDirectory = _program.Folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var outcome = Program.Finish(shell);
        outcome.ExitCode.ShouldBe(1);
        OneLine(outcome).ShouldBe("inkling: standard output: the disk is full");
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_on_any_number_of_threads()
    {
        string[] settings = ["train", "--data", "handwriting", "--limit", "700", "--epochs", "1"];
        foreach (var threads in new[] { "1", "3" })
            _program.Run([.. settings, "--seed", "9", "--threads", threads, "--out", threads]).ExitCode.ShouldBe(0);
        _program.Run([.. settings, "--seed", "10", "--out", "other"]).ExitCode.ShouldBe(0);
        var one = File.ReadAllBytes(_program["1", "model.safetensors"]);
        File.ReadAllBytes(_program["3", "model.safetensors"]).ShouldBe(one);
        File.ReadAllBytes(_program["other", "model.safetensors"]).ShouldNotBe(one);
    }

    [Fact]
    public void An_interrupt_stops_cleanly_and_keeps_the_model()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var process =
            _program.Start("train", "--data", "handwriting", "--limit", "1000", "--epochs", "1000000", "--out", "run", "--json");
        var deadline = Stopwatch.StartNew();
        while (!File.Exists(_program["run", "model.safetensors"]) && deadline.Elapsed < TimeSpan.FromMinutes(1))
            Thread.Sleep(20);
        Program.Interrupt(process);

        var outcome = Program.Finish(process);

        outcome.ExitCode.ShouldBe(130, outcome.Error);
        outcome.Error.ShouldMatch(
            @"^inkling: stopping; Ctrl\+C again ends at once\ninkling: stopped in epoch \d+ of 1000000 after step [\d,]+; "
            + @"test accuracy [\d.]+ % after epoch \d+; the model is kept in run\n$");
        outcome.Json.GetProperty("stopped").GetBoolean().ShouldBeTrue();
        File.ReadAllLines(_program["run", "metrics.csv"]).Length.ShouldBe(outcome.Json.GetProperty("epochs").GetArrayLength() + 1);
        ModelFile.Load(_program["run", "model.safetensors"]).Name.ShouldBe("mlp");
    }

    [Fact]
    public void The_command_in_the_configuration_repeats_the_run()
    {
        string[] settings =
        ["--limit", "300", "--epochs", "2", "--schedule", "one-cycle", "--optimizer", "momentum", "--hidden", "20", "--augmentation",
        "affine", "--data-size", "200"];
        _program.Run(["train", "--data", "handwriting", .. settings, "--out", "a"]).ExitCode.ShouldBe(0);
        var config = JsonDocument.Parse(File.ReadAllBytes(_program["a", "config.json"])).RootElement;
        config.GetProperty("lr").GetSingle().ShouldBe(0.05f);
        config.GetProperty("hidden").GetInt32().ShouldBe(20);
        config.GetProperty("augmentation").GetString().ShouldBe("affine");
        config.GetProperty("data").GetProperty("train_images").GetInt32().ShouldBe(200);
        config.GetProperty("data").GetProperty("test_images").GetInt32().ShouldBe(300);
        config.GetProperty("inkling").GetString().ShouldNotBeNullOrEmpty();
        config.GetProperty("data").GetProperty("location").GetString().ShouldBe("generated");
        var command = config.GetProperty("command").GetString()!.Split(' ');
        command[0].ShouldBe("inkling");
        _program.Run([.. command[1..], "--out", "b"]).ExitCode.ShouldBe(0);
        File.ReadAllBytes(_program["b", "model.safetensors"]).ShouldBe(File.ReadAllBytes(_program["a", "model.safetensors"]));
    }

    [Fact]
    public void Weight_decay_and_label_smoothing_are_options_of_the_run()
    {
        string[] settings = ["train", "--data", "handwriting", "--limit", "100", "--epochs", "1"];
        _program.Run([.. settings, "--out", "plain"]).ExitCode.ShouldBe(0);
        var outcome = _program.Run([.. settings, "--weight-decay", "0.5", "--label-smoothing", "0.1", "--out", "run"]);
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Output.ShouldContain("weight-decay 0.5, label-smoothing 0.1, seed 1");
        File.ReadAllBytes(_program["run", "model.safetensors"]).ShouldNotBe(File.ReadAllBytes(_program["plain", "model.safetensors"]));
        var config = JsonDocument.Parse(File.ReadAllBytes(_program["run", "config.json"])).RootElement;
        config.GetProperty("weight_decay").GetSingle().ShouldBe(0.5f);
        config.GetProperty("label_smoothing").GetSingle().ShouldBe(0.1f);
        var other = _program.Run("train", "--resume", "run", "--weight-decay", "0.25");
        OneLine(other).ShouldStartWith("inkling: --weight-decay 0.25: run was started with --weight-decay 0.5, expected ");
    }

    [Fact]
    public void A_network_without_hidden_layer_has_none_to_choose()
    {
        var outcome = _program.Run("train", "--model", "cnn", "--hidden", "8");
        outcome.ExitCode.ShouldBe(2);
        OneLine(outcome).ShouldStartWith("inkling: --hidden 8: cnn has no hidden layer, expected --model mlp or simple-net");
    }

    [Fact]
    public void A_number_of_hidden_units_is_kept_with_the_model_and_the_run()
    {
        string[] settings =
        ["train", "--data", "handwriting", "--limit", "200", "--epochs", "1", "--hidden", "20", "--augmentation", "shift", "--out", "run"];
        _program.Run(settings).ExitCode.ShouldBe(0);
        _program.Run("evaluate", "run").ExitCode.ShouldBe(0);
        foreach (var (option, value, kept) in ((string, string, string)[])[("--hidden", "21", "20"), ("--augmentation", "none", "shift")])
        {
            var other = _program.Run("train", "--resume", "run", option, value);
            other.ExitCode.ShouldBe(2);
            OneLine(other)
                .ShouldStartWith(
                    $"inkling: {option} {value}: run was started with {option} {kept}, expected the same value or a new run");
        }
    }

    internal static string OneLine(Outcome outcome) => outcome.Error.TrimEnd().Split('\n').ShouldHaveSingleItem();
}
