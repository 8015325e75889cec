using System.Text.Json;
using Inkling.Analysis;
using Inkling.Data;
using Inkling.Formats;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Cli.Tests;

/// <summary>inkling attack and inkling explain.</summary>
public class AnalysisTests(TrainedRun run) : IClassFixture<TrainedRun>
{
    private Program Program => run.Program;

    [Fact]
    public void Attack_on_all_images_agrees_with_evaluate_and_with_the_library()
    {
        var outcome = Program.Run("attack", run.Run, "--limit", "300", "--epsilon", "0.1", "--json");
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        var json = outcome.Json;
        Names(json).ShouldBe(
            ["model", "file", "verified", "data", "test_images", "method", "epsilon", "accuracy", "attacked_accuracy",
                "accuracy_over_epsilon", "minimal_epsilon"]);
        json.GetProperty("test_images").GetInt32().ShouldBe(300);
        var accuracy = json.GetProperty("accuracy").GetDouble();
        accuracy.ShouldBe(Program.Run("evaluate", run.Run, "--limit", "300", "--json").Json.GetProperty("test_accuracy").GetDouble());
        json.GetProperty("attacked_accuracy").GetDouble().ShouldBeLessThan(accuracy - 0.1);
        var curve = json.GetProperty("accuracy_over_epsilon").EnumerateArray()
            .ToDictionary(point => point.GetProperty("epsilon").GetSingle(), point => point.GetProperty("accuracy").GetDouble());
        curve.Keys.ShouldBeInOrder();
        (curve[0], curve[0.1f]).ShouldBe((accuracy, json.GetProperty("attacked_accuracy").GetDouble()));
        var minimal = json.GetProperty("minimal_epsilon");
        Names(minimal).ShouldBe(["images", "misclassified", "never_misclassified", "mean", "lower_quartile", "median", "upper_quartile"]);
        minimal.GetProperty("misclassified").GetInt32().ShouldBe(300 - (int)Math.Round(accuracy * 300));

        // At the median half of the correctly classified images are misclassified.
        var median = minimal.GetProperty("median").GetDouble();
        var (below, above) =
        (curve.Where(point => point.Key <= median)
        .Min(point => point.Value), curve.Where(point => point.Key >= median).Max(point => point.Value));
        (accuracy / 2).ShouldBeInRange(above - 0.02, below + 0.02);
    }

    [Fact]
    public void Projected_gradient_descent_is_no_weaker_and_its_steps_are_reported()
    {
        var fast = Program.Run("attack", run.Run, "--limit", "100", "--epsilon", "0.05", "--json").Json;
        var outcome = Program.Run("attack", run.Run, "--limit", "100", "--epsilon", "0.05", "--method", "pgd", "--steps", "5", "--json");
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Json.GetProperty("attacked_accuracy")
            .GetDouble().ShouldBeLessThanOrEqualTo(fast.GetProperty("attacked_accuracy").GetDouble());
        (outcome.Json.GetProperty("method").GetString(), outcome.Json.GetProperty("steps").GetInt32()).ShouldBe(("pgd", 5));
        outcome.Json.GetProperty("step_size").GetDouble().ShouldBe(0.025, 1e-6);
    }

    [Fact]
    public void Attack_on_one_image_gives_the_adversarial_example()
    {
        var model = ModelFile.Load(Program[run.Model]);
        var predictions = Predictions.Of(model, Handwriting.Test(40));
        var correct = Enumerable.Range(0, 40).First(predictions.IsCorrect);
        var outcome = Program.Run("attack", run.Run, "--index", $"{correct}", "--limit", "40", "--epsilon", "0.25", "--json");
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        var json = outcome.Json;
        Names(json).ShouldBe(
            ["model", "file", "verified", "data", "index", "label", "method", "epsilon", "before", "after", "succeeded",
                "minimal_epsilon"]);
        var (before, after) = (Numbers(json.GetProperty("before"), "image"), Numbers(json.GetProperty("after"), "image"));
        before.Zip(after).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) <= 0.25f + 1e-6f && pair.Second >= 0 && pair.Second <= 1);
        foreach (var (image, reading) in ((float[], JsonElement)[])[(
            before, json.GetProperty("before")), (after, json.GetProperty("after"))])
        {
            var explanation = Explanation.Of(model, image);
            reading.GetProperty("class").GetInt32().ShouldBe(explanation.Class);
            reading.GetProperty("probability").GetSingle().ShouldBe(explanation.Confidence, 1e-4f);
        }

        before.ShouldBe([.. Handwriting.Test(40).Image(correct).ToArray().Select(pixel => pixel / 255f)], 1e-6f);
        json.GetProperty("label").GetInt32().ShouldBe(predictions.Label(correct));
        json.GetProperty("before").GetProperty("class").GetInt32().ShouldBe(predictions.Label(correct));
        json.GetProperty("succeeded").GetBoolean().ShouldBeTrue();
        json.GetProperty("minimal_epsilon").GetDouble().ShouldBeInRange(1 / 1024.0, 0.25);
    }

    [Fact]
    public void Attack_is_plain_text_when_redirected()
    {
        var all = Program.Run("attack", "--limit", "50");
        all.ExitCode.ShouldBe(0, all.Error);
        all.Output.ShouldContain("epsilon  accuracy");
        all.Output.ShouldMatch(@"Accuracy: \d+\.\d\d % on the originals, \d+\.\d\d % after fgsm with epsilon 0.125");
        all.Output.ShouldContain("The minimal epsilon at which an image is misclassified, of ");
        var one = Program.Run("attack", "--index", "0", "--limit", "40");
        one.Output.ShouldMatch(@"Predicted \d \(\d+\.\d\d %\) for the original, \d \(\d+\.\d\d %\) after fgsm with epsilon 0.125");
        (all.Output + one.Output).ShouldNotContain('\e');
    }

    [Fact]
    public void Attack_and_explain_draw_what_they_found()
    {
        Drawn("attack", "--index", "0", "--limit", "40", "--out", "one.svg").ShouldContain("after FGSM with epsilon 0.125");
        var curve = Drawn("attack", "--limit", "40", "--epsilon", "0.1", "--out", "all.svg");
        curve.ShouldContain("Accuracy under attack");
        curve.ShouldContain(" at 0.1<");
        File.ReadAllText(Program["all-minimal.svg"]).ShouldContain("epsilon");
        File.WriteAllBytes(Program["one.png"], Pictures.Scan(7, 2));
        Drawn("explain", "one.png", "--out", "activations.svg").ShouldContain("Linear(784, 128)");

        string[][] commands = [["explain", "one.png"], ["attack"], ["lr-find", "--data", "handwriting"]];
        foreach (var command in commands)
        {
            var nowhere = Program.Run([.. command, "--out", "nowhere/activations.svg"]);
            (nowhere.ExitCode, nowhere.OutputBytes.Length).ShouldBe((1, 0), "refused before the work");
            TrainTests.OneLine(nowhere).ShouldBe("inkling: nowhere/activations.svg: there is no such folder");
        }

        string Drawn(params string[] arguments)
        {
            var outcome = Program.Run(arguments);
            outcome.ExitCode.ShouldBe(0, outcome.Error);
            outcome.Output.ShouldContain($" drawn in {arguments[^1]}");
            return System.Xml.Linq.XDocument.Load(Program[arguments[^1]]).ToString(System.Xml.Linq.SaveOptions.DisableFormatting);
        }
    }

    [Theory]
    [InlineData(2, "--out all.pdf: expected a name that ends in .svg or .png", "--out", "all.pdf")]
    [InlineData(2, "--index 40: handwriting has 40 test images, expected 0 to 39", "--index", "40", "--limit", "40")]
    [InlineData(2, "--epsilon -0.1: expected a number from 0 to 1", "--epsilon", "-0.1")]
    [InlineData(2, "--epsilon NaN: expected a number from 0 to 1", "--epsilon", "NaN")]
    [InlineData(2, "--steps goes with --method pgd", "--steps", "3")]
    [InlineData(1, "nowhere: there is no such run folder or model file", "nowhere")]
    [InlineData(1, "nowhere/all.svg: there is no such folder", "--out", "nowhere/all.svg")]
    public void Attack_refuses_in_one_line(int exitCode, string message, params string[] arguments)
    {
        var outcome = Program.Run(["attack", .. arguments]);
        outcome.ExitCode.ShouldBe(exitCode);
        outcome.OutputBytes.ShouldBeEmpty();
        TrainTests.OneLine(outcome).ShouldStartWith($"inkling: {message}");
    }

    [Fact]
    public void Explain_draws_digits_that_are_no_class_of_the_network()
    {
        Program.Run(
            "train", "--data", "handwriting", "--model", "threes-sevens", "--epochs", "1", "--limit", "60", "--out",
            "two").ExitCode.ShouldBe(0);
        using (var images = File.Create(Program["scans-images-idx3-ubyte"]))
            Idx.Write(images, [2, 28, 28], Handwriting.Test(2).Pixels);
        File.WriteAllBytes(Program["scans-labels-idx1-ubyte"], [0, 0, 8, 1, 0, 0, 0, 2, 7, 2]);
        Figure(0).ShouldContain("label 7");
        Figure(1).ShouldNotContain("label 2");

        string Figure(int index)
        {
            var outcome = Program.Run("explain", "scans-images-idx3-ubyte", "--index", $"{index}", "--model", "two", "--out", "two.svg");
            outcome.ExitCode.ShouldBe(0, outcome.Error);
            return File.ReadAllText(Program["two.svg"]);
        }
    }

    [Fact]
    public void Explain_shows_the_activations_and_contributions()
    {
        File.WriteAllBytes(Program["seven.png"], Pictures.Scan(7, 2));
        var outcome = Program.Run("explain", "seven.png", "--model", run.Run, "--json");
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        var json = outcome.Json;
        Names(json).ShouldBe(
        [
            "file", "model", "model_file", "verified", "class", "probability", "runner_up", "margin", "logits", "temperature",
            "probabilities", "inputs", "contributions", "layers",
        ]);
        var predicted = Program.Run("predict", "seven.png", "--model", run.Run, "--json").Json[0];
        json.GetProperty("class").GetInt32().ShouldBe(predicted.GetProperty("digit").GetInt32());
        Numbers(json, "probabilities").ShouldBe(Numbers(predicted, "probabilities"), 1e-6f);
        var explanation = Explanation.Of(ModelFile.Load(Program[run.Model]), Numbers(json, "inputs"));
        Numbers(json, "contributions").ShouldBe(explanation.Contributions.ToArray(), 1e-5f);
        json.GetProperty("margin").GetSingle().ShouldBe(explanation.Margin, 1e-4f);
        json.GetProperty("layers")
            .EnumerateArray().Select(layer => $"{layer.GetProperty("name")} {layer.GetProperty("shape")[0]}").ShouldBe(
            ["0 784", "1 128", "2 128", "3 10"]);
        Numbers(json.GetProperty("layers")[3], "values").ShouldBe(Numbers(json, "logits"));

        var text = Program.RunWith(Pictures.Scan(7, 2), "explain", "-").Output;
        text.ShouldContain("2 ReLU()");
        text.ShouldContain("Predicted 7 (confidence ");
        text.ShouldContain("ink that contributes to the prediction");
        text.ShouldNotContain('\e');
    }

    [Theory]
    [InlineData("saliency", "Saliency: the logit of 3, ", "pixels that count for or against 3, from weak")]
    [InlineData("gradient-times-input", "Gradient times input: the logit of 3, ", "pixels that count for 3, -~= against it, from weak")]
    [InlineData("integrated-gradients", "; the attributions add up to ", "pixels that count for 3, -~= against it, from weak")]
    [InlineData("occlusion", "Occlusion: the logit of 3, ", "pixels that count for 3, -~= against it, from weak")]
    public void Explain_attributes_the_output_for_a_class(string name, string heading, string legend)
    {
        File.WriteAllBytes(Program["seven.png"], Pictures.Scan(7, 2));
        var outcome = Program.Run("explain", "seven.png", "--method", name, "--class", "3", "--out", "map.svg", "--json");
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        var json = outcome.Json;
        var written = json.GetProperty("attribution");
        var method = AttributionMethod.All.Single(method => method.Name == name);
        var attribution = method.Attribute(ModelFile.Load(Program[run.Model]), Numbers(json, "inputs"), 3);
        written.GetProperty("method").GetString().ShouldBe(name);
        written.GetProperty("class").GetInt32().ShouldBe(3);
        written.GetProperty("output").GetSingle().ShouldBe(Numbers(json, "logits")[3], 1e-4f);
        written.GetProperty("sum").GetDouble().ShouldBe(attribution.Sum, 1e-3);
        Numbers(written, "values").ShouldBe(attribution.Values.ToArray(), 1e-5f);
        written.TryGetProperty("completeness_gap", out _).ShouldBe(method is IntegratedGradients);
        File.ReadAllText(Program["map.svg"]).ShouldContain($"{method.Title}, logit of 3");

        var text = Program.Run("explain", "seven.png", "--method", name, "--class", "3").Output;
        text.ShouldContain(heading);
        text.ShouldContain(legend);
        text.ShouldNotContain("ink that contributes");
    }

    [Fact]
    public void Explain_takes_the_settings_of_a_method()
    {
        File.WriteAllBytes(Program["seven.png"], Pictures.Scan(7, 2));
        Setting("integrated-gradients", "--steps", "5").GetProperty("steps").GetInt32().ShouldBe(5);
        var occlusion = Setting("occlusion", "--window", "1");
        (occlusion.GetProperty("window").GetInt32(), occlusion.GetProperty("stride").GetInt32()).ShouldBe((1, 1));
        occlusion = Setting("occlusion", "--window", "6", "--stride", "3");
        (occlusion.GetProperty("window").GetInt32(), occlusion.GetProperty("stride").GetInt32()).ShouldBe((6, 3));
        Program.Run("train", "--data", "handwriting", "--model", "cnn", "--epochs", "1", "--limit", "60", "--out", "cnn")
            .ExitCode.ShouldBe(0);
        Setting("grad-cam", "--model", "cnn").GetProperty("layer").GetString().ShouldBe("block4");
        Setting("grad-cam", "--model", "cnn", "--layer", "relu2").GetProperty("layer").GetString().ShouldBe("relu2");

        JsonElement Setting(string method, params string[] arguments)
        {
            var outcome = Program.Run(["explain", "seven.png", "--json", "--method", method, .. arguments]);
            outcome.ExitCode.ShouldBe(0, outcome.Error);
            return outcome.Json.GetProperty("attribution");
        }
    }

    [Theory]
    [InlineData(2, "--method lime: expected one of: saliency, gradient-times-input, integrated-gradients,", "--method", "lime")]
    [InlineData(2, "--class goes with --method", "--class", "3")]
    [InlineData(2, "--steps goes with --method integrated-gradients", "--method", "occlusion", "--steps", "3")]
    [InlineData(2, "--window goes with --method occlusion", "--window", "3")]
    [InlineData(2, "--stride 3: expected 1 to 2, the side of the window", "--method", "occlusion", "--window", "2", "--stride", "3")]
    [InlineData(2, "--layer goes with --method grad-cam", "--method", "saliency", "--layer", "block4")]
    [InlineData(2, "--class seven: the classes of ", "--method", "saliency", "--class", "seven")]
    [InlineData(1, "runs/", "--method", "grad-cam")]
    public void Explain_refuses_in_one_line(int exitCode, string message, params string[] arguments)
    {
        File.WriteAllBytes(Program["seven.png"], Pictures.Scan(7, 2));
        var outcome = Program.Run(["explain", "seven.png", .. arguments]);
        outcome.ExitCode.ShouldBe(exitCode);
        outcome.OutputBytes.ShouldBeEmpty();
        var line = TrainTests.OneLine(outcome);
        line.ShouldStartWith($"inkling: {message}");
        line.Contains("grad-cam: mlp has no convolution").ShouldBe(exitCode == 1);
    }

    [Fact]
    public void Explain_takes_an_image_of_an_IDX_file_and_refuses_what_is_none()
    {
        using var stream = new MemoryStream();
        Idx.Write(stream, [3, 28, 28], Handwriting.Test(3).Pixels);
        File.WriteAllBytes(Program["three-images-idx3-ubyte"], stream.ToArray());
        Program.Run("explain", "three-images-idx3-ubyte", "--index", "2", "--json").Json.GetProperty("index").GetInt32().ShouldBe(2);

        var outside = Program.Run("explain", "three-images-idx3-ubyte", "--index", "3");
        outside.ExitCode.ShouldBe(2);
        TrainTests.OneLine(outside).ShouldStartWith("inkling: --index 3: three-images-idx3-ubyte has 3 images, expected 0 to 2");
        File.WriteAllText(Program["text.png"], "plainly a text");
        foreach (var file in (string[])["missing.png", "text.png"])
        {
            var refused = Program.Run("explain", file);
            refused.ExitCode.ShouldBe(1);
            refused.OutputBytes.ShouldBeEmpty();
            TrainTests.OneLine(refused).ShouldStartWith($"inkling: {file}: ");
        }
    }

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(property => property.Name);

    private static float[] Numbers(JsonElement json, string property) =>
        [.. json.GetProperty(property).EnumerateArray().Select(value => value.GetSingle())];
}
