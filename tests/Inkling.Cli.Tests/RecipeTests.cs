namespace Inkling.Cli.Tests;

public sealed class RecipeTests : IDisposable
{
    private readonly Program _program = new();

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("mlp", 3, 10)]
    [InlineData("linear", 5, 10)]
    [InlineData("threes-sevens", 20, 2)]
    [InlineData("simple-net", 40, 2)]
    public void Each_model_has_its_recipe_and_the_same_JSON(string model, int epochs, int classes)
    {
        var outcome = _program.Run("train", "--model", model, "--data", "handwriting", "--limit", "300", "--out", "run", "--json");
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Json.EnumerateObject().Select(property => property.Name).ShouldBe(
            ["model", "data", "train_images", "test_images", "parameters", "epochs", "test_accuracy", "train_seconds", "images_per_second",
                "run"]);
        outcome.Json.GetProperty("train_images").GetInt32().ShouldBe(300);
        outcome.Json.GetProperty("epochs").GetArrayLength().ShouldBe(epochs);

        var evaluated = _program.Run("evaluate", "run", "--limit", "300", "--json");
        evaluated.ExitCode.ShouldBe(0, evaluated.Error);
        evaluated.Json.GetProperty("test_accuracy").GetDouble().ShouldBe(outcome.Json.GetProperty("test_accuracy").GetDouble());
        evaluated.Json.GetProperty("test_loss").GetDouble().ShouldBe(
            outcome.Json.GetProperty("epochs")[epochs - 1].GetProperty("test_loss").GetDouble(), 1e-6);
        evaluated.Json.GetProperty("classes").GetArrayLength().ShouldBe(classes);
    }

    [Fact]
    public void Threes_and_sevens_from_a_folder_of_pictures_give_the_same_weights()
    {
        _program.Run("data", "--data", "handwriting", "--limit", "600", "--export", "all").ExitCode.ShouldBe(0);
        foreach (var (from, to) in new[] { ("train", "train"), ("test", "valid") })
        {
            foreach (var digit in (string[])["3", "7"])
            {
                Directory.CreateDirectory(_program["some", to, digit]);

                // Other names, so that another order shows.
                foreach (var file in Directory.GetFiles(_program["all", from, digit]))
                    File.Copy(file,
                        _program["some", to, digit, $"{new string([.. Path.GetFileNameWithoutExtension(file).Reverse()])}.png"]);
            }
        }

        foreach (var data in (string[])["all", "some"])
        {
            var outcome =
            _program.Run(
            "train", "--model", "threes-sevens", "--data", data, "--epochs", "3", "--batch-size", "20", "--out", $"run-{data}", "--json");
            outcome.ExitCode.ShouldBe(0, outcome.Error);
            outcome.Json.GetProperty("train_images").GetInt32().ShouldBe(120);
        }

        File.ReadAllBytes(_program["run-some", "model.safetensors"]).ShouldBe(File.ReadAllBytes(_program["run-all", "model.safetensors"]));
    }

    [Fact]
    public void Folders_that_lack_something_are_reported_in_one_line()
    {
        Directory.CreateDirectory(_program["empty"]);
        Line("train", "--data", "empty").ShouldStartWith("inkling: empty: no data in it; expected MNIST's four files");

        _program.Run("data", "--data", "handwriting", "--limit", "40", "--export", "digits").ExitCode.ShouldBe(0);
        Directory.CreateDirectory(_program["digits", "train", "ten"]);
        Directory.CreateDirectory(_program["digits", "test", "ten"]);
        Line("train", "--data", "digits").ShouldMatch("^inkling: digits/train/ten: no picture in it, expected the images of class ten$");
        Directory.Delete(_program["digits", "test", "ten"]);
        Line("train", "--data", "digits")
            .ShouldBe("inkling: digits/test: no class folder ten, which digits/train has; both sets need the same classes");
        Directory.Delete(_program["digits", "train", "ten"]);

        foreach (var side in (string[])["train", "test"])
            Directory.Delete(_program["digits", side, "7"], recursive: true);
        Line("train", "--data", "digits", "--model", "simple-net")
            .ShouldBe("inkling: digits train: no image of the class 7 in it, expected some of each of 3, 7");
        Directory.Exists(_program["runs"]).ShouldBeFalse();
    }

    private string Line(params string[] arguments)
    {
        var outcome = _program.Run(arguments);
        outcome.ExitCode.ShouldBe(1);
        return TrainTests.OneLine(outcome);
    }
}
