using System.Text.Json;

namespace Inkling.Cli.Tests;

public class JsonTests(TrainedRun run) : IClassFixture<TrainedRun>
{
    [Fact]
    public void Train_prints_one_object_and_nothing_else()
    {
        run.Training.ExitCode.ShouldBe(0);
        run.Training.Error.ShouldBeEmpty();
        var json = run.Training.Json;
        Names(json).ShouldBe(
        [
            "model", "data", "train_images", "test_images", "parameters", "epochs", "test_accuracy", "train_seconds", "images_per_second",
            "run",
        ]);
        json.GetProperty("model").GetString().ShouldBe("mlp");
        json.GetProperty("data").GetString().ShouldBe("handwriting");
        json.GetProperty("train_images").GetInt32().ShouldBe(4000);
        json.GetProperty("parameters").GetInt32().ShouldBe(101_770);
        var epochs = json.GetProperty("epochs").EnumerateArray().ToArray();
        epochs.Select(epoch => epoch.GetProperty("epoch").GetInt32()).ShouldBe([1, 2, 3]);
        Names(epochs[0]).ShouldBe(["epoch", "train_loss", "test_loss", "test_accuracy", "seconds"]);
        json.GetProperty("test_accuracy").GetDouble().ShouldBeInRange(0.5, 1);
        json.GetProperty("test_accuracy").GetDouble().ShouldBe(epochs[2].GetProperty("test_accuracy").GetDouble());
        json.GetProperty("train_seconds").GetDouble().ShouldBe(epochs.Sum(epoch => epoch.GetProperty("seconds").GetDouble()), 1e-9);
        json.GetProperty("images_per_second").GetDouble().ShouldBe(12_000 / json.GetProperty("train_seconds").GetDouble(), 1e-3);
        Directory.Exists(run.Program[run.Run]).ShouldBeTrue();
    }

    [Fact]
    public void Evaluate_uses_the_data_of_the_run_and_agrees_with_the_training()
    {
        var outcome = run.Program.Run("evaluate", run.Run, "--limit", "4000", "--json");
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        Names(outcome.Json).ShouldBe(["model", "file", "verified", "data", "test_images", "test_loss", "test_accuracy", "classes"]);
        outcome.Json.GetProperty("test_accuracy").GetDouble().ShouldBe(run.Training.Json.GetProperty("test_accuracy").GetDouble());
        var classes = outcome.Json.GetProperty("classes").EnumerateArray().ToArray();
        classes.Select(one => one.GetProperty("class").GetString()).ShouldBe(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
        classes.Sum(one => one.GetProperty("images").GetInt32()).ShouldBe(4000);
        classes.Sum(one => one.GetProperty("correct").GetInt32())
            .ShouldBe((int)Math.Round(4000 * outcome.Json.GetProperty("test_accuracy").GetDouble()));
    }

    [Fact]
    public void Evaluate_prints_a_plain_table_when_redirected()
    {
        var outcome = run.Program.Run("evaluate", "--limit", "100");
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Output.ShouldContain("class  images  correct  accuracy");
        outcome.Output.ShouldMatch(@"loss \d\.\d{4}, accuracy \d+\.\d\d %");
        outcome.Output.ShouldNotContain('\e');
    }

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(property => property.Name);
}
