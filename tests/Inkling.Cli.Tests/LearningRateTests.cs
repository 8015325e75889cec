namespace Inkling.Cli.Tests;

public sealed class LearningRateTests : IDisposable
{
    private static readonly string[] Few = ["lr-find", "--data", "handwriting", "--limit", "600"];
    private readonly Program _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public void It_suggests_a_rate_that_learns_and_draws_the_curve()
    {
        var outcome = _program.Run([.. Few, "--hidden", "16", "--out", "lr.svg"]);
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Output.ShouldStartWith("mlp, sgd, mini-batches of 64, 600 training images of handwriting\n");
        outcome.Output.ShouldMatch(@"\n +1\.0e-7 +2\.\d{4} +\*");
        outcome.Output.ShouldMatch(@"\*.*  valley");
        outcome.Output.ShouldMatch(@"\*.*  steepest");
        outcome.Output.ShouldContain("The curve is drawn in lr.svg");
        outcome.Output.ShouldNotContain('\e');
        File.ReadAllText(_program["lr.svg"]).ShouldStartWith("<svg");

        var command = outcome.Output.Split("Train with it: ")[1].Split('\n')[0];
        command.ShouldMatch(
            "^inkling train --data handwriting --model mlp --optimizer sgd --lr 0.\\d+ --schedule constant --epochs 3 "
            + "--batch-size 64 --hidden 16 ");
        var trained = _program.Run([.. command.Replace("--epochs 3", "--epochs 6").Split(' ')[1..], "--limit", "600", "--json"]);
        trained.ExitCode.ShouldBe(0, trained.Error);
        trained.Json.GetProperty("test_accuracy").GetDouble().ShouldBeGreaterThan(0.3);
    }

    [Fact]
    public void As_JSON_it_is_one_object_and_deterministic()
    {
        string[] arguments = [.. Few, "--optimizer", "adam", "--from", "0.00001", "--to", "1", "--steps", "50", "--json"];
        var (first, second) = (_program.Run(arguments), _program.Run([.. arguments, "--threads", "1"]));
        (first.ExitCode, first.Error).ShouldBe((0, ""));
        second.OutputBytes.ShouldBe(first.OutputBytes);
        first.Json.GetProperty("suggestion").GetDouble().ShouldBe(first.Json.GetProperty("valley").GetDouble());
        first.Json.GetProperty("valley").GetDouble().ShouldBeInRange(1e-5, 1);
        var steps = first.Json.GetProperty("steps").EnumerateArray().ToArray();
        steps.Length.ShouldBeLessThanOrEqualTo(50);
        steps[0].GetProperty("lr").GetSingle().ShouldBe(1e-5f);
        steps[0].GetProperty("loss").GetDouble().ShouldBe(Math.Log(10), 0.3);
    }

    [Theory]
    [InlineData("--out", "lr.pdf", "expected a name that ends in .svg or .png")]
    [InlineData("--from", "20", "expected less than 10, the last rate")]
    public void An_invalid_value_is_a_usage_error(string option, string value, string expected)
    {
        var outcome = _program.Run([.. Few, option, value]);
        outcome.ExitCode.ShouldBe(2);
        TrainTests.OneLine(outcome).ShouldBe($"inkling: {option} {value}: {expected} (see inkling lr-find --help)");
    }

    [Fact]
    public void A_rate_that_is_too_high_from_the_start_and_a_folder_that_is_not_there_are_one_line()
    {
        var high = _program.Run([.. Few, "--from", "1e20", "--to", "1e30"]);
        high.ExitCode.ShouldBe(1);
        TrainTests.OneLine(high).ShouldBe("inkling: the loss diverges at once with a learning rate of 1E+20: try a smaller --from");
        var nowhere = _program.Run([.. Few, "--out", "nowhere/lr.svg"]);
        nowhere.ExitCode.ShouldBe(1);
        TrainTests.OneLine(nowhere).ShouldStartWith("inkling: nowhere/lr.svg: ");
    }
}
