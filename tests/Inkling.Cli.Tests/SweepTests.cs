using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Inkling.Cli.Tests;

public sealed class SweepTests : IDisposable
{
    private static readonly string[] Few = ["sweep", "--data", "handwriting", "--limit", "600"];
    private readonly Program _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public void A_sweep_is_a_row_for_each_run_on_held_out_training_images()
    {
        var outcome = _program.Run([.. Few, "--lr", "0.1,1e30", "--hidden", "8,16", "--out", "sweep"]);
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Output.ShouldStartWith("4 runs of mlp, 12 epochs in total, ");
        outcome.Output.ShouldContain(
            "handwriting: 500 training images and 100 validation images, held out of the training set; the test images are not used");
        outcome.Output.ShouldContain("4 of 4: ");
        outcome.Output.ShouldMatch(@"\nrun +lr +hidden +train loss +valid loss +accuracy +gain +seconds +curve\n1 +0\.1 +8 ");
        outcome.Output.ShouldMatch(@"\n3 +1E\+30 +8 +- +- +- +- +[\d.]+ +diverged\n");
        outcome.Output.ShouldMatch(@"\ninkling train --data handwriting --model mlp .* --hidden (8|16) ");
        outcome.Output.ShouldNotContain('\e');

        var runs = Csv("sweep", "sweep.csv");
        runs.Select(run => (run["run"], run["lr"], run["hidden"]))
            .ShouldBe([("1", "0.1", "8"), ("2", "0.1", "16"), ("3", "1E+30", "8"), ("4", "1E+30", "16")]);
        runs[2]["train_loss"].ShouldBe("NaN");
        runs.Select(run => run["curve"]).Skip(2).ShouldBe(["diverged", "diverged"]);
        var epochs = Csv("sweep", "curves.csv").Where(epoch => epoch["run"] == "2").ToArray();
        epochs.Select(epoch => epoch["epoch"]).ShouldBe(["1", "2", "3"]);
        epochs[^1]["valid_loss"].ShouldBe(runs[1]["valid_loss"]);
        var steps = Csv("sweep", "steps.csv").Where(step => step["run"] == "2").ToArray();
        steps.Length.ShouldBe(3 * 8);
        float.Parse(steps[0]["loss"], CultureInfo.InvariantCulture).ShouldBe(MathF.Log(10), 0.3f);
        File.ReadAllText(_program["sweep", "losses.svg"]).ShouldContain("lr 0.1, hidden 16");
        File.ReadAllText(_program["sweep", "accuracy.svg"]).ShouldContain("diverged");
        File.Exists(_program["sweep", "compared.svg"]).ShouldBeFalse();
    }

    [Fact]
    public void Seeds_give_a_mean_and_a_spread_and_the_same_again_on_one_thread()
    {
        string[] arguments = [.. Few, "--optimizer", "sgd,adam", "--seed", "1,2", "--epochs", "1", "--json"];
        var (many, one) = (_program.Run([.. arguments, "--threads", "3"]), _program.Run([.. arguments, "--threads", "1"]));
        (many.ExitCode, many.Error).ShouldBe((0, ""));
        var runs = many.Json.GetProperty("runs").EnumerateArray().ToArray();
        runs.Select(run => (run.GetProperty("optimizer").GetString(), run.GetProperty("seed").GetInt32()))
            .ShouldBe([("sgd", 1), ("sgd", 2), ("adam", 1), ("adam", 2)]);
        runs.Select(run => run.GetProperty("lr").GetSingle()).ShouldBe([0.1f, 0.1f, 0.001f, 0.001f]);
        Losses(one.Json).ShouldBe(Losses(many.Json));
        var groups = many.Json.GetProperty("settings").EnumerateArray().ToArray();
        var adam = runs[2..].Average(run => run.GetProperty("accuracy").GetDouble());
        groups[1].GetProperty("accuracy").GetDouble().ShouldBe(adam, 1e-12);
        groups[1].GetProperty("gain")
            .GetDouble().ShouldBe(adam - runs[..2].Average(run => run.GetProperty("accuracy").GetDouble()), 1e-12);
        groups.ShouldAllBe(group => group.GetProperty("runs").GetInt32() == 2 && group.GetProperty("spread").GetDouble() >= 0);

        static IEnumerable<double> Losses(JsonElement json) =>
            json.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("valid_loss").GetDouble());
    }

    [Fact]
    public void More_images_are_compared_on_the_same_ones_and_all_are_all_that_are_left()
    {
        var outcome = _program.Run([.. Few, "--data-size", "50,600", "--augmentation", "none,shift", "--epochs", "1", "--json"]);
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Json.GetProperty("valid_images").GetInt32().ShouldBe(100);
        outcome.Json.GetProperty("runs")
            .EnumerateArray().Select(run => (run.GetProperty("data_size").GetInt32(), run.GetProperty("augmentation").GetString()))
            .ShouldBe([(50, "none"), (50, "shift"), (500, "none"), (500, "shift")]);
    }

    [Fact]
    public void One_swept_number_is_drawn_with_the_accuracy_over_it()
    {
        var outcome = _program.Run([.. Few, "--data-size", "100,600", "--seed", "1,2", "--out", "sweep"]);
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Output.ShouldMatch(@"
data-size +runs +valid loss +accuracy +spread +gain
100 +2 ");
        File.ReadAllText(_program["sweep", "compared.svg"]).ShouldContain("Accuracy on 100 validation images over data-size");
        outcome.Output.ShouldNotContain("--data-size 500");
    }

    [Theory]
    [InlineData("--lr", "", "a number above 0")]
    [InlineData("--lr", "0.1,", "a number above 0")]
    [InlineData("--lr", "0.1,0", "a number above 0")]
    [InlineData("--lr", "0.1,-1", "a number above 0")]
    [InlineData("--lr", "NaN", "a number above 0")]
    [InlineData("--lr", "0.1,0.10", "a number above 0")]
    [InlineData("--hidden", "16,0", "a whole number from 1 to 65536")]
    [InlineData("--batch-size", "1.5", "a whole number from 1 to 2147483647")]
    [InlineData("--data-size", "0", "a whole number from 1 to 2147483647")]
    [InlineData("--optimizer", "sgd,lion", "one of: sgd, momentum, adam, adamw")]
    [InlineData("--augmentation", "mirror", "one of: none, shift, affine, elastic, erase, affine-elastic")]
    [InlineData("--seed", "1,1", "a whole number from 0 to 18446744073709551615")]
    public void An_invalid_list_is_reported_with_what_is_expected(string option, string value, string expected) =>
        CommandLine.Create().Parse(["sweep", option, value]).Errors.ShouldHaveSingleItem().Message
            .ShouldMatch($"^{option} {value}: expected {expected}.*; several are separated by commas, each once$");

    [Theory]
    [InlineData("--batch-size", "501", "at most 500, the number of training images")]
    [InlineData("--data-size", "601", "at most 600, the number of training images")]
    [InlineData("--data-size", "500,600", "one size from 500 up: 100 of 600 training images are held out")]
    public void An_invalid_value_is_one_line_and_nothing_is_written(string option, string value, string expected)
    {
        var outcome = _program.Run([.. Few, option, value, "--out", "sweep"]);
        outcome.ExitCode.ShouldBe(2);
        TrainTests.OneLine(outcome).ShouldBe($"inkling: {option} {value}: expected {expected} (see inkling sweep --help)");
        Directory.Exists(_program["sweep"]).ShouldBeFalse();
    }

    [Fact]
    public void A_sweep_that_is_empty_too_large_or_kept_already_is_one_line()
    {
        Refused("nothing to compare, expected a list such as --lr 0.01,0.1,1 (--optimizer, --lr, --schedule, --epochs, "
            + "--batch-size, --hidden, --convolutions, --layers, --activation, --dropout, --data-size, --augmentation, "
            + "--weight-decay, --label-smoothing, --seed)");
        var seeds = string.Join(',', Enumerable.Range(0, 101));
        Refused("2 x 5 x 101 combinations are 1,010 runs, expected at most 1,000", "--lr", "1,2", "--hidden", "1,2,3,4,5", "--seed", seeds);
        Directory.CreateDirectory(_program["kept"]);
        File.WriteAllText(_program["kept", "sweep.csv"], "run\n");
        Refused("kept holds a sweep already; name another folder", "--lr", "1", "--out", "kept");

        void Refused(string message, params string[] options)
        {
            var outcome = _program.Run([.. Few, .. options]);
            outcome.ExitCode.ShouldBe(2);
            TrainTests.OneLine(outcome).ShouldBe($"inkling: {message} (see inkling sweep --help)");
        }
    }

    [Fact]
    public void A_sweep_and_a_run_do_not_replace_each_others_files()
    {
        string[] few = ["--data", "handwriting", "--limit", "600", "--epochs", "1"];
        _program.Run(["train", .. few, "--out", "run"]).ExitCode.ShouldBe(0);
        _program.Run(["sweep", .. few, "--seed", "1,2", "--out", "sweep"]).ExitCode.ShouldBe(0);
        var steps = File.ReadAllText(_program["sweep", "steps.csv"]);

        Refused("run holds a run, whose files those of a sweep would replace", "sweep", "--seed", "1,2", "--out", "run");
        Refused("sweep holds a sweep, whose files those of a run would replace", "train", "--out", "sweep");
        File.ReadAllText(_program["sweep", "steps.csv"]).ShouldBe(steps);

        void Refused(string message, string command, params string[] options)
        {
            var outcome = _program.Run([command, .. few, .. options]);
            outcome.ExitCode.ShouldBe(2);
            TrainTests.OneLine(outcome).ShouldBe($"inkling: {message}; name another folder (see inkling {command} --help)");
        }
    }

    [Fact]
    public void An_interrupt_reports_the_complete_runs()
    {
        if (OperatingSystem.IsWindows())
            return;
        var seeds = string.Join(',', Enumerable.Range(0, 1000));
        using var process = _program.Start([.. Few, "--seed", seeds, "--epochs", "40", "--out", "sweep"]);
        while (process.StandardOutput.ReadLine() is { } line && !line.StartsWith("2 of 1000", StringComparison.Ordinal))
            line.ShouldNotBeNull();
        Program.Interrupt(process);

        var outcome = Program.Finish(process);

        outcome.ExitCode.ShouldBe(130, outcome.Error);
        outcome.Output.ShouldMatch(@"\nstopped after \d+ of 1000 runs\. Numbers and figures are kept in sweep\n");
        outcome.Output.ShouldMatch(@"\nrun +seed +train loss");
        Csv("sweep", "sweep.csv").Length.ShouldBeInRange(2, 999);
    }

    private Dictionary<string, string>[] Csv(params string[] path)
    {
        var lines = File.ReadAllLines(_program[path]);
        var names = lines[0].Split(',');
        return [.. lines[1..].Select(line => line.Split(',').Index().ToDictionary(cell => names[cell.Index], cell => cell.Item))];
    }
}
