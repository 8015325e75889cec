using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Inkling.Models;

namespace Inkling.Cli.Tests;

public sealed partial class ReportTests(TrainedRun trained) : IClassFixture<TrainedRun>
{
    private Program Program => trained.Program;

    [Fact]
    public void The_test_loss_is_that_of_the_training_with_its_label_smoothing_also_inside_the_folder_of_the_run()
    {
        using var program = new Program();
        var training = program.Run(
            "train", "--data", "handwriting", "--limit", "300", "--epochs", "1", "--label-smoothing", "0.3", "--out", ".", "--json");
        training.ExitCode.ShouldBe(0, training.Error);
        var expected = training.Json.GetProperty("epochs")[0].GetProperty("test_loss").GetDouble();
        foreach (var command in (string[][])[["evaluate"], ["report", "--attack-images", "5"]])
        {
            var outcome = program.Run([.. command, "model.safetensors", "--limit", "300", "--json"]);
            outcome.ExitCode.ShouldBe(0, outcome.Error);
            outcome.Json.GetProperty("test_loss").GetDouble().ShouldBe(expected, command[0]);
            if (command[0] == "report")
                outcome.Json.GetProperty("commands")[0].GetString()!.ShouldEndWith(" --out again");
        }
    }

    [Fact]
    public void The_page_and_its_numbers_agree_with_evaluate_and_with_themselves()
    {
        var outcome = Program.Run("report", trained.Run, "--attack-images", "40", "--json");
        (outcome.ExitCode, outcome.Error).ShouldBe((0, ""));
        var (json, evaluated) = (outcome.Json, Program.Run("evaluate", trained.Run, "--limit", "4000", "--json").Json);
        var html = File.ReadAllText(Program[trained.Run, "report.html"]);
        json.GetProperty("report").GetString().ShouldBe(Path.Combine(trained.Run, "report.html"));
        new FileInfo(Program[trained.Run, "report.html"]).Length.ShouldBe(json.GetProperty("bytes").GetInt64());
        html.Length.ShouldBeLessThan(3_000_000);
        html.ShouldStartWith("<!DOCTYPE html>");
        html.ShouldNotContain("<script");
        html.ShouldNotMatch("(src|href)=\"(https?:)?//");

        json.GetProperty("test_accuracy").GetDouble().ShouldBe(evaluated.GetProperty("test_accuracy").GetDouble());
        json.GetProperty("test_loss").GetDouble().ShouldBe(evaluated.GetProperty("test_loss").GetDouble());
        var confusion =
        json.GetProperty("confusion")
        .EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetInt32()).ToArray()).ToArray();
        confusion.Sum(row => row.Sum()).ShouldBe(json.GetProperty("test_images").GetInt32());
        var correct = Enumerable.Range(0, 10).Sum(i => confusion[i][i]);
        json.GetProperty("correct").GetInt32().ShouldBe(correct);
        foreach (var (i, (mine, theirs)) in json.GetProperty("classes")
            .EnumerateArray().Zip(evaluated.GetProperty("classes").EnumerateArray()).Index())
        {
            mine.GetProperty("correct").GetInt32().ShouldBe(theirs.GetProperty("correct").GetInt32());
            mine.GetProperty("images").GetInt32().ShouldBe(confusion[i].Sum());
            mine.GetProperty("precision").GetDouble().ShouldBe(confusion[i][i] / (double)confusion.Sum(row => row[i]), 1e-12);
            mine.GetProperty("recall").GetDouble().ShouldBe(confusion[i][i] / (double)confusion[i].Sum(), 1e-12);
        }

        var mistakes = json.GetProperty("confident_misclassifications").EnumerateArray().ToArray();
        mistakes.Length.ShouldBe(Math.Min(16, 4000 - correct));
        mistakes.Select(mistake => mistake.GetProperty("confidence").GetDouble()).ShouldBeInOrder(SortDirection.Descending);
        var attack = json.GetProperty("attack");
        attack.GetProperty("images").GetInt32().ShouldBe(40);
        var accuracies =
            attack.GetProperty("accuracies").EnumerateArray().Select(point => point.GetProperty("accuracy").GetDouble()).ToArray();
        attack.GetProperty("misclassified").GetInt32().ShouldBe((int)Math.Round((1 - accuracies[0]) * 40));

        var fraction = (correct / 4000.0 * 100).ToString("F2", CultureInfo.InvariantCulture);
        Finding(html, "result").ShouldStartWith(
            $"Of 4,000 test images {correct.ToString("N0", CultureInfo.InvariantCulture)} are classified correctly, {fraction} % (");
        Finding(html, "training").ShouldContain(json.GetProperty("curve_reason").GetString()!);
        Finding(html, "training").ShouldContain(json.GetProperty("overfitting_reason").GetString()![1..]);
        json.GetProperty("untrained_loss").GetDouble().ShouldBe(Math.Log(10), 0.2);
        json.GetProperty("epochs").GetArrayLength().ShouldBe(3);
        json.GetProperty("commands").EnumerateArray().First().GetString()!.ShouldStartWith("inkling train --data handwriting --model mlp ");
        json.GetProperty("commands")
            .EnumerateArray().Select(command => command.GetString()!).ShouldAllBe(command => command.EndsWith("-again"));
    }

    [Fact]
    public void The_findings_and_the_path_of_the_page_are_printed()
    {
        var outcome = Program.Run("report", "--out", "page.html", "--limit", "300", "--attack-images", "5");
        (outcome.ExitCode, outcome.Error).ShouldBe((0, ""));
        outcome.Output.ShouldStartWith("Of 300 test images ");
        outcome.Output.ShouldContain("On the first 5 test images the accuracy falls from ");
        outcome.Output.ShouldMatch(@"\nThe report is page\.html \(\d+ KiB\); it opens in any browser\.\n$");
        Finding(File.ReadAllText(Program["page.html"]), "result").ShouldBe(outcome.Output.Split('\n')[0]);
    }

    [Fact]
    public void Overfitting_of_800_images_is_found_on_200_held_out_ones()
    {
        using var program = new Program();
        string[] settings =
            ["--limit", "1200", "--data-size", "1000", "--validation-split", "0.2", "--batch-size", "32", "--epochs", "100"];
        var training = program.Run(["train", "--data", "handwriting", .. settings, "--out", "run", "--json"]);
        training.ExitCode.ShouldBe(0, training.Error);
        (training.Json.GetProperty("train_images").GetInt32(), training.Json.GetProperty("valid_images").GetInt32()).ShouldBe((800, 200));
        training.Json.TryGetProperty("test_accuracy", out _).ShouldBeFalse("the test images are left alone");
        var metrics = File.ReadAllLines(program["run", "metrics.csv"]);
        metrics[0].ShouldBe("epoch,train_loss,valid_loss,train_accuracy,valid_accuracy,seconds,images_per_second,images");
        double[] last = [.. metrics[^1].Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
        last[3].ShouldBe(1, "all training images are classified correctly");
        last[4].ShouldBeInRange(0.87, 0.94);
        (last[4] * 200).ShouldBe(Math.Round(last[4] * 200), 1e-9, "a share of 200 images");
        var steps = File.ReadAllLines(program["run", "steps.csv"]);
        steps[0].ShouldBe("step,loss,smoothed_loss,lr");
        steps.Length.ShouldBe(1 + (100 * 25));

        var config = File.ReadAllText(program["run", "config.json"]);
        config.ShouldContain("\"validation_split\": 0.2");
        config.ShouldContain("--seed 1 --validation-split 0.2 ");
        var again = program.Run("train", "--resume", "run");
        again.Output.ShouldContain("800 training and 200 validation images of 28x28");
        program.Run("train", "--resume", "run", "--validation-split", "0.3").Error
            .ShouldContain("--validation-split 0.3: run was started with --validation-split 0.2, expected the same value or a new run");

        var report = program.Run("report", "run", "--attack-images", "2", "--json").Json;
        report.GetProperty("overfitting").GetBoolean().ShouldBeTrue();
        report.GetProperty("curve").GetString().ShouldBe("good");
        report.GetProperty("epochs").EnumerateArray().Last().GetProperty("valid_accuracy").GetDouble().ShouldBe(last[4]);
        var html = File.ReadAllText(program["run", "report.html"]);
        Finding(html, "training").ShouldStartWith("The validation set is 200 held-out images of the training set. ");
        html.ShouldContain($"{ModelFile.Load(program["run", "model.safetensors"]).Temperature}, fitted on held-out images");
        Finding(html, "training").ShouldMatch(@"Overfitting: since epoch \d+ the validation loss went from ");
        Finding(html, "data").ShouldStartWith("800 training images, ");
        Finding(html, "data")
            .ShouldContain(" 200 images are held out as validation set. 1,200 test images, ");
    }

    [Fact]
    public void Without_measurements_there_are_no_curves_and_with_damaged_ones_no_page()
    {
        using var program = new Program();
        Copy(program);
        File.Delete(program["run", "metrics.csv"]);
        File.Delete(program["run", "steps.csv"]);
        program.Run("report", "run", "--limit", "50", "--attack-images", "2").ExitCode.ShouldBe(0);
        Finding(File.ReadAllText(program["run", "report.html"]), "training")
            .ShouldBe("This run has no record of its epochs (metrics.csv), so there are no curves.");

        // A pipe is not waited for.
        if (!OperatingSystem.IsWindows())
        {
            System.Diagnostics.Process.Start("mkfifo", [program["run", "metrics.csv"]]).WaitForExit();
            program.Run("report", "run", "--limit", "50", "--attack-images", "2").ExitCode.ShouldBe(0);
            File.Delete(program["run", "metrics.csv"]);
        }

        // As older versions wrote it, without the accuracy on the training images.
        File.WriteAllText(
            program["run", "metrics.csv"],
            "epoch,train_loss,test_loss,test_accuracy,seconds,images_per_second,images\n1,0.5,0.4,0.9,1,10,10\n2,0.3,0.2,0.95,1,10,10\n");
        program.Run("report", "run", "--limit", "50", "--attack-images", "2").ExitCode.ShouldBe(0);
        Finding(File.ReadAllText(program["run", "report.html"]), "training")
            .ShouldContain("the validation loss is lowest in the last epoch, 0.200; the training loss is 0.300.");

        var before = File.ReadAllBytes(program["run", "report.html"]);
        File.WriteAllText(program["run", "metrics.csv"], "epoch,train_loss,test_loss\n1,x,0.4\n");
        Refused(program, $"{Path.Combine("run", "metrics.csv")}: line 2: train_loss is 'x', expected a number",
            "run");
        File.WriteAllText(program["run", "metrics.csv"], "epoch,train_loss,epoch\n1,0.5,1\n");
        Refused(program, $"{Path.Combine("run", "metrics.csv")}: line 1: more than one column epoch", "run");
        File.ReadAllBytes(program["run", "report.html"]).ShouldBe(before);
    }

    [Fact]
    public void Where_the_curves_end_before_the_model_it_is_said()
    {
        using var program = new Program();
        Copy(program);
        string[] report = ["report", "run", "--limit", "50", "--attack-images", "2", "--json"];
        program.Run(report).Error.ShouldBeEmpty();
        var metrics = program["run", "metrics.csv"];
        File.WriteAllText(metrics, string.Concat(File.ReadAllLines(metrics).SkipLast(1).Select(line => $"{line}\n")));
        var outcome = program.Run(report);
        outcome.ExitCode.ShouldBe(0);
        TrainTests.OneLine(outcome).ShouldBe(
            $"inkling: {Path.Combine("run", "metrics.csv")}: ends with epoch 2, the model is that of epoch 3: the curves end before it");
    }

    [Fact]
    public void What_no_report_can_be_made_of_is_one_line_and_no_file()
    {
        using var program = new Program();
        Refused(program, "nowhere: there is no such run folder or model file", "nowhere");
        Directory.CreateDirectory(program["empty"]);
        Refused(program, "empty: no model.safetensors in it, expected the folder of a run or a .safetensors file", "empty");
        Copy(program);
        var file = Path.Combine("run", "model.safetensors");
        Refused(program, $"{Path.Combine("no", "such", "page.html")}: there is no such folder", "run", "--out", Path.Combine(
            "no", "such", "page.html"));
        Refused(program, "empty: is a folder, expected the name of a file", "run", "--out", "empty");
        var config = File.ReadAllText(program["run", "config.json"]);
        File.WriteAllText(
            program["run", "config.json"],
            config.Replace("\"model\": \"mlp\"", "\"model\": \"linear\"", StringComparison.Ordinal)
            .Replace("\"hidden\": 128", "\"hidden\": null", StringComparison.Ordinal));
        Refused(program, $"{file}: a mlp, but config.json beside it is of a linear; expected the folder of one run", "run");
        File.WriteAllText(program["run", "config.json"], config.Replace("\"hidden\": 128", "\"hidden\": 64", StringComparison.Ordinal));
        Refused(program, $"{file}: run: the model has no parameter 1.weight [64, 784], which mlp of these hyper-parameters has", "run");
        File.WriteAllText(program["run", "config.json"], config);
        File.WriteAllText(program["run", "model.safetensors"], "not a model");
        var damaged = program.Run("report", "run");
        damaged.ExitCode.ShouldBe(1);
        TrainTests.OneLine(damaged).ShouldStartWith($"inkling: {file}: ");
        Directory.GetFiles(program.Folder, "*.html", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("report --attack-images 0", "--attack-images 0: expected a whole number from 1 to 2147483647")]
    [InlineData("train --validation-split 1", "--validation-split 1: expected a number above 0 and below 1")]
    [InlineData("train --validation-split 0", "--validation-split 0: expected a number above 0 and below 1")]
    [InlineData("train --validation-split NaN", "--validation-split NaN: expected a number above 0 and below 1")]
    public void An_invalid_option_is_reported_with_what_is_expected(string arguments, string message) =>
        CommandLine.Create().Parse(arguments.Split(' ')).Errors.ShouldHaveSingleItem().Message.ShouldBe(message);

    private static string Finding(string html, string section) =>
        System.Net.WebUtility.HtmlDecode(
            Paragraph().Matches(html).Single(match => match.Groups["id"].Value == section).Groups["text"].Value).Replace('\u00a0', ' ');

    private static void Refused(Program program, string message, params string[] arguments)
    {
        var outcome = program.Run(["report", .. arguments]);
        outcome.ExitCode.ShouldBe(1);
        outcome.OutputBytes.ShouldBeEmpty();
        TrainTests.OneLine(outcome).ShouldBe($"inkling: {message}");
    }

    /// <summary>The run without its checkpoints, in another folder.</summary>
    private void Copy(Program program)
    {
        Directory.CreateDirectory(program["run"]);
        foreach (var file in Directory.GetFiles(Program[trained.Run]).Where(file => !file.EndsWith(".html", StringComparison.Ordinal)))
            File.Copy(file, program["run", Path.GetFileName(file)]);
    }

    [GeneratedRegex("<section id=\"(?<id>[a-z]+)\".*?<p class=\"finding\">(?<text>.*?)</p>", RegexOptions.Singleline)]
    private static partial Regex Paragraph();
}
