using System.Text;
using Inkling.Data;
using Inkling.Formats;
using Inkling.Models;

namespace Inkling.Cli.Tests;

public class PredictTests(TrainedRun run) : IClassFixture<TrainedRun>
{
    private Program Program => run.Program;

    [Fact]
    public void Pictures_are_classified_with_the_newest_run()
    {
        string[] files =
            [Write("one.png", Pictures.Scan(1)), Write("zero.png", Pictures.Scan(0, 3)), Write("seven.png", Pictures.Scan(7, 2))];
        var outcome = Program.Run(["predict", .. files, "--json"]);
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        var answers = outcome.Json.EnumerateArray().ToArray();
        answers.Select(answer => answer.GetProperty("file").GetString()).ShouldBe(files);
        answers.Select(answer => answer.GetProperty("digit").GetInt32()).ShouldBe([1, 0, 7]);
        foreach (var answer in answers)
        {
            answer.EnumerateObject().Select(property => property.Name).ShouldBe(["file", "digit", "probabilities"]);
            var probabilities = answer.GetProperty("probabilities").EnumerateArray().Select(value => value.GetDouble()).ToArray();
            (probabilities.Length, Array.IndexOf(probabilities, probabilities.Max()))
                .ShouldBe((10, answer.GetProperty("digit").GetInt32()));
            probabilities.Sum().ShouldBe(1, 1e-5);
        }
    }

    [Fact]
    public void Without_the_native_library_a_picture_and_a_png_are_one_line_and_an_idx_file_is_classified()
    {
        // The native libraries are in the folder runtimes, which is not copied.
        var copy = Directory.CreateDirectory(Program["managed"]).FullName;
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory).Where(file => Path.GetExtension(file) is ".dll" or ".json"))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        using var program = new Program { Entry = Path.Combine(copy, Path.GetFileName(Program.Library)) };
        program.Run("data", "--data", "handwriting", "--limit", "20", "--export", "png").ExitCode.ShouldBe(0);
        program.Run("data", "--data", "handwriting", "--limit", "20", "--export", "idx", "--format", "idx").ExitCode.ShouldBe(0);
        var model = Program[run.Model];
        var picture = Directory.EnumerateFiles(program["png"], "*.png", SearchOption.AllDirectories).First();
        var idx = Directory.EnumerateFiles(program["idx"], "t10k-images*").Single();
        program.Run("predict", idx, "--model", model).ExitCode.ShouldBe(0);
        Fails($"{picture}: pictures cannot be read, because the native library ", "predict", picture, "--model", model);
        Fails("png/train/0/", "train", "--data", "png", "--epochs", "1");
        Fails("a.png: PNG files cannot be drawn, because a native library, ", "explain", $"{idx}", "--model", model, "--out", "a.png");

        void Fails(string start, params string[] arguments)
        {
            var outcome = program.Run(arguments);
            outcome.ExitCode.ShouldBe(1);
            TrainTests.OneLine(outcome).ShouldStartWith($"inkling: {start}");
        }
    }

    [Fact]
    public void Standard_input_is_read_and_redirected_output_is_plain()
    {
        var outcome = Program.RunWith(Pictures.Scan(1), "predict", "-", "--model", run.Model);
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Output.ShouldStartWith("file  predicted  confidence ");
        outcome.Output.Split('\n')[1].ShouldMatch(@"^- +1 +\d+\.\d\d %  0\.");
        outcome.Output.ShouldNotContain('\e');
    }

    [Fact]
    public void A_bad_file_does_not_keep_the_others_from_being_read()
    {
        var scan = Pictures.Scan(1);
        string[] files =
        [
            Write("text.png", "plainly a text"u8.ToArray()),
            Write("good.png", scan),
            Write("cut.png", scan[..(scan.Length / 2)]),
            Write("blank.png", Pictures.Blank()),
            "missing.png",
        ];
        var outcome = Program.Run(["predict", .. files, "--json", "--model", run.Run]);
        outcome.ExitCode.ShouldBe(1);
        outcome.Json.EnumerateArray().ShouldHaveSingleItem().GetProperty("file").GetString().ShouldBe("good.png");
        var lines = outcome.Error.TrimEnd().Split('\n');
        lines.Length.ShouldBe(4);
        lines[0].ShouldStartWith("inkling: text.png: a text file, expected PNG, JPEG, WebP, BMP or GIF");
        lines[1].ShouldBe("inkling: cut.png: the PNG picture is cut short");
        lines[2].ShouldStartWith("inkling: blank.png: blank picture");
        lines[3].ShouldStartWith("inkling: missing.png: there is no such file");
    }

    [Fact]
    public void Pictures_of_every_format_give_the_same_digit()
    {
        var samples = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "TestData"));
        string[] files = [.. samples.Where(file => Path.GetExtension(file) != ".tiff").Order()];
        files.Length.ShouldBeGreaterThan(12);
        var outcome = Program.Run(["predict", .. files, "--json", "--model", run.Run]);
        (outcome.ExitCode, outcome.Error).ShouldBe((0, ""));
        outcome.Json.EnumerateArray().Select(answer => answer.GetProperty("digit").GetInt32()).ShouldBe(files.Select(_ => 7));
    }

    [Fact]
    public void Pictures_that_are_not_read_are_one_line_each_and_write_nothing()
    {
        var jpeg = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "TestData", "seven-progressive.jpg"));
        Write("cut.jpg", jpeg[..(jpeg.Length / 2)]);
        Write("scan.tiff", File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "TestData", "seven.tiff")));
        Write("page.pdf", "%PDF-1.7\n"u8.ToArray());
        Write("empty.png", []);

        // 65,535 x 65,535 pixels in 28 bytes.
        Write("bomb.gif", [.. "GIF89a"u8, 255, 255, 255, 255, 0, 0, 0, .. ",\0\0\0\0"u8, 255, 255, 255, 255, 0, 2, 1, 0, 0, .. ";"u8]);
        var files = Directory.GetFileSystemEntries(Program.Folder).Length;
        foreach (var (file, message) in ((string, string)[])
        [
            ("cut.jpg", "the JPEG picture is cut short"), ("scan.tiff", "a TIFF picture, expected PNG, JPEG, WebP, BMP or GIF"),
            ("page.pdf", "a PDF document, expected PNG, JPEG, WebP, BMP or GIF"),
            ("empty.png", "the file is empty, expected PNG, JPEG, WebP, BMP or GIF"),
            ("bomb.gif", "a GIF picture of 65,535 x 65,535 pixels, "),
        ])
        {
            string[][] commands = [["predict", file], ["explain", file, "--out", "activations.svg"]];
            foreach (var command in commands)
            {
                var outcome = Program.Run([.. command, "--model", run.Run]);
                (outcome.ExitCode, outcome.OutputBytes.Length).ShouldBe((1, 0), file);
                TrainTests.OneLine(outcome).ShouldStartWith($"inkling: {file}: {message}");
            }
        }

        Directory.GetFileSystemEntries(Program.Folder).Length.ShouldBe(files);
    }

    [Fact]
    public void The_images_of_an_IDX_file_are_classified_with_their_accuracy()
    {
        var test = Handwriting.Test(40);
        Write("forty-images-idx3-ubyte", Idx([40, 28, 28], test.Pixels));
        Write("forty-labels-idx1-ubyte", Idx([40], test.Labels));
        var outcome = Program.Run("predict", "forty-images-idx3-ubyte", "--json");
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        var answers = outcome.Json.EnumerateArray().ToArray();
        answers.Select(answer => answer.GetProperty("index").GetInt32()).ShouldBe(Enumerable.Range(0, 40));
        answers.Select(answer => answer.GetProperty("label").GetInt32()).ShouldBe(test.Labels.Select(label => (int)label));

        var correct = answers.Count(answer => answer.GetProperty("digit").GetInt32() == answer.GetProperty("label").GetInt32());
        var text = Program.Run("predict", "forty-images-idx3-ubyte").Output;
        text.ShouldContain(
            $"forty-images-idx3-ubyte: accuracy {correct / 40.0 * 100:0.00} %, {correct} of 40 images correct, by forty-labels-idx1-ubyte");
        text.Split('\n').Count(line => line.StartsWith("forty-images-idx3-ubyte[", StringComparison.Ordinal)).ShouldBe(40);
    }

    [Fact]
    public void Labels_of_another_count_are_one_line()
    {
        Write("three-images-idx3-ubyte", Idx([3, 28, 28], Handwriting.Test(3).Pixels));
        Write("three-labels-idx1-ubyte", Idx([2], [1, 2]));
        var outcome = Program.Run("predict", "three-images-idx3-ubyte");
        outcome.ExitCode.ShouldBe(1);
        TrainTests.OneLine(outcome).ShouldBe("inkling: three-images-idx3-ubyte: 3 images, but three-labels-idx1-ubyte holds 2 labels");
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("other")]
    [InlineData("text")]
    [InlineData("missing")]
    public void A_model_that_cannot_be_used_is_one_line(string kind)
    {
        var model = File.ReadAllBytes(Program[run.Model]);
        var content = kind switch
        {
            "cut" => model[..^1],
            "other" => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(model).Replace("\"mlp\"", "\"mlq\"", StringComparison.Ordinal)),
            _ => "weights, honestly"u8.ToArray(),
        };
        var file = kind == "missing" ? "no.safetensors" : Write($"{kind}.safetensors", content);
        var outcome = Program.Run("predict", Write("a.png", Pictures.Scan(1)), "--model", file);
        outcome.ExitCode.ShouldBe(1);
        TrainTests.OneLine(outcome).ShouldStartWith($"inkling: {file}: ");
        outcome.OutputBytes.ShouldBeEmpty();
    }

    [Fact]
    public void A_model_for_other_images_takes_no_pictures()
    {
        var small = new TrainedModel("linear", ModelCatalog.Create("linear", 8, 8), ImageDataset.Digits, 8, 8);
        ModelFile.Save(Program["small.safetensors"], small);
        string[][] commands = [["predict", Write("one.png", Pictures.Scan(1))], ["explain", "one.png"]];
        foreach (var command in commands)
        {
            var outcome = Program.Run([.. command, "--model", "small.safetensors"]);
            (outcome.ExitCode, outcome.OutputBytes.Length).ShouldBe((1, 0));
            TrainTests.OneLine(outcome).ShouldBe("inkling: small.safetensors: a model for images of 8x8 with the preparation none, "
                + "pictures are prepared as MNIST's 28x28 images");
        }
    }

    [Fact]
    public void Without_a_run_the_pretrained_model_is_used_and_named()
    {
        using var elsewhere = new Program();
        File.WriteAllBytes(elsewhere["a.png"], Pictures.Scan(1));
        var outcome = elsewhere.Run("predict", "a.png");
        (outcome.ExitCode, outcome.Error).ShouldBe((0, ""));
        outcome.Output.ShouldStartWith($"model: {PretrainedModel.Title}");
        outcome.Output.ShouldContain("a.png");

        elsewhere.Run("explain", "a.png").Output
            .ShouldContain($"divided by the temperature {PretrainedModel.Load().Temperature:0.0000}.");
        var json = elsewhere.Run("explain", "a.png", "--json");
        (json.ExitCode, json.Error.TrimEnd()).ShouldBe((0, $"inkling: model: {PretrainedModel.Title}"));
        json.Json.GetProperty("model_file").GetString().ShouldBe("pretrained");
    }

    [Fact]
    public void Beside_runs_the_newest_is_used_and_the_pretrained_model_has_to_be_named()
    {
        using var elsewhere = new Program();
        File.WriteAllBytes(elsewhere["a.png"], Pictures.Scan(1));
        Directory.CreateDirectory(elsewhere["runs/own"]);
        ModelFile.Save(elsewhere["runs/own/model.safetensors"], new TrainedModel("linear", LinearClassifier.Create(), ImageDataset.Digits));
        var newest = elsewhere.Run("predict", "a.png", "--json");
        (newest.ExitCode, newest.Error).ShouldBe((0, ""));

        // A configuration in the current folder is not that of the pretrained model.
        File.WriteAllText(elsewhere["config.json"], "damaged");
        var named = elsewhere.Run("evaluate", "pretrained", "--data", "handwriting", "--limit", "50", "--json");
        (named.ExitCode, named.Error).ShouldBe((0, ""));
        named.Json.GetProperty("file").GetString().ShouldBe("pretrained");
    }

    private static byte[] Idx(int[] dimensions, byte[] values)
    {
        using var stream = new MemoryStream();
        Formats.Idx.Write(stream, dimensions, values);
        return stream.ToArray();
    }

    private string Write(string name, byte[] content)
    {
        File.WriteAllBytes(Program[name], content);
        return name;
    }
}
