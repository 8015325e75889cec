using Inkling.Data;
using Inkling.Formats;
using Inkling.Models;

namespace Inkling.Cli.Tests;

/// <summary>Model files that are damaged or were made to do harm, given to every command that loads one.</summary>
public sealed class HostileModelTests : IDisposable
{
    private static readonly string TenClasses = """["0","1","2","3","4","5","6","7","8","9"]""";

    private readonly Program _program = new();

    public HostileModelTests() => File.WriteAllBytes(_program["seven.png"], Pictures.Scan(7, 2));

    public void Dispose() => _program.Dispose();

    [Fact]
    public void A_small_file_of_a_large_network_is_one_line()
    {
        var many = $"[{string.Join(',', Enumerable.Range(0, 4096).Select(i => $"\"{i}\""))}]";
        SafeTensor[] small = [SafeTensor.Of("1.weight", [3], [1f, 2, 3])];
        (string Model, string Size, string Classes)[] files =
        [
            ("mlp", "4096x4096", TenClasses), ("linear", "28x28", many), ("cnn", "4096x4096", many), ("resnet18", "28x28", many),
        ];
        foreach (var (model, size, classes) in files)
        {
            Write(small, new() { ["model"] = model, ["image_size"] = size, ["classes"] = classes });
            Fails("", "predict", "seven.png", "--model", "m.safetensors").ShouldContain("has more than the 3 weights of the file");
        }

        // Every command loads a model in the same way.
        AllFail("", line => line.Contains("has more than the 3 weights of the file"));
    }

    [Fact]
    public void Weights_whose_sums_overflow_are_one_line_and_no_confidence()
    {
        Write(
            [
                SafeTensor.Of("1.weight", [10, 784], Filled(7840, _ => 3e38f)),
                SafeTensor.Of("1.bias", [10], new float[10]),
            ]);
        AllFail("", line => line.Contains("the output of the model for ") && line.EndsWith(" is NaN", StringComparison.Ordinal));

        // A bias beside which nothing else counts: all classes have the same probability, and the loss is a number.
        Write([SafeTensor.Of("1.weight", [10, 784], new float[7840]), SafeTensor.Of("1.bias", [10], Filled(10, _ => 3e38f))]);
        var evaluated = _program.Run("evaluate", "m.safetensors", "--data", "handwriting", "--limit", "20", "--json");
        evaluated.ExitCode.ShouldBe(0, evaluated.Error);
        evaluated.Json.GetProperty("test_loss").GetDouble().ShouldBe(Math.Log(10), 1e-6);
    }

    [Fact]
    public void A_damaged_file_is_one_line_and_one_without_a_checksum_is_called_unverified()
    {
        ModelFile.Save(_program["m.safetensors"], new TrainedModel("linear", LinearClassifier.Create(), ImageDataset.Digits));
        var content = File.ReadAllBytes(_program["m.safetensors"]);
        var verified = _program.Run("evaluate", "m.safetensors", "--data", "handwriting", "--limit", "20", "--json");
        (verified.Json.GetProperty("verified").GetBoolean(), verified.Error).ShouldBe((true, ""));

        content[^1] ^= 1;
        File.WriteAllBytes(_program["m.safetensors"], content);
        AllFail("inkling: m.safetensors: damaged, its content does not agree with its checksum");

        content[^1] ^= 1;
        var file = SafeTensors.Read(content, "m");
        Write([.. file.Tensors], file.Metadata.Where(entry => entry.Key != "checksum").ToDictionary());
        var unverified = _program.Run("evaluate", "m.safetensors", "--data", "handwriting", "--limit", "20", "--json");
        unverified.ExitCode.ShouldBe(0, unverified.Error);
        unverified.Json.GetProperty("verified").GetBoolean().ShouldBeFalse();
        TrainTests.OneLine(unverified).ShouldBe("inkling: m.safetensors: unverified, the file has no checksum");
        unverified.Json.GetProperty("test_loss").GetDouble().ShouldBe(verified.Json.GetProperty("test_loss").GetDouble());
        _program.Run("predict", "seven.png", "--model", "m.safetensors").Output
            .ShouldStartWith("m.safetensors: unverified, the file has no checksum");
    }

    [Fact]
    public void A_model_of_one_class_predicts_and_is_not_explained()
    {
        Write(
            [SafeTensor.Of("1.weight", [1, 784], new float[784]), SafeTensor.Of("1.bias", [1], new float[1])],
            new() { ["model"] = "linear", ["classes"] = """["7"]""", ["image_size"] = "28x28" });
        var predicted = _program.Run("predict", "seven.png", "--model", "m.safetensors", "--json");
        predicted.Json[0].GetProperty("digit").GetInt32().ShouldBe(7, predicted.Error);
        Fails("inkling: m.safetensors: a model of one class, expected two or more", "explain", "seven.png", "--model", "m.safetensors");
    }

    private static float[] Filled(int count, Func<int, float> value) => [.. Enumerable.Range(0, count).Select(value)];

    private void Write(SafeTensor[] tensors, Dictionary<string, string>? metadata = null) =>
        SafeTensors.WriteFile(_program["m.safetensors"], tensors, metadata);

    private void AllFail(string line) => AllFail(line, _ => true);

    private void AllFail(string line, Func<string, bool> condition)
    {
        string[] data = ["--data", "handwriting", "--limit", "20"];
        string[][] commands =
        [
            ["predict", "seven.png", "--model", "m.safetensors"],
            ["explain", "seven.png", "--model", "m.safetensors", "--json"],
            ["evaluate", "m.safetensors", .. data, "--json"],
            ["attack", "m.safetensors", .. data],
            ["attack", "m.safetensors", "--index", "0", .. data, "--json"],
            ["report", "m.safetensors", .. data],
        ];
        foreach (var command in commands)
        {
            var last = Fails(line, command);
            condition(last).ShouldBeTrue($"{command[0]}: {last}");
        }

        File.Exists(_program["report.html"]).ShouldBeFalse();
    }

    /// <summary>The error, which may follow after the notice that the file is unverified.</summary>
    private string Fails(string line, params string[] command)
    {
        var outcome = _program.Run(command);
        outcome.ExitCode.ShouldBe(1, outcome.Error);
        var errors = outcome.Error.TrimEnd().Split('\n').Where(error => !error.EndsWith("has no checksum", StringComparison.Ordinal));
        var error = errors.ShouldHaveSingleItem();
        error.ShouldStartWith(line.Length > 0 ? line : "inkling: m.safetensors: ");
        return error;
    }
}
