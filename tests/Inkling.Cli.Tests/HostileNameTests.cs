using System.Xml.Linq;
using Inkling.Models;

namespace Inkling.Cli.Tests;

/// <summary>Names with control characters, of classes, files and folders, through every command.</summary>
public sealed class HostileNameTests : IDisposable
{
    private const string Name = "\e[31m\u009B2J\u202Ered\ny\u007F";
    private const string Shown = @"\x1B[31m\x9B2J\u202Ered\ny\x7F";
    private readonly Program _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public void Control_characters_of_names_never_reach_the_output()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs names with control characters");
        _program.Run("data", "--data", "handwriting", "--limit", "60", "--export", "digits").ExitCode.ShouldBe(0);
        foreach (var side in (string[])["train", "test"])
            Directory.Move(_program["digits", side, "3"], _program["digits", side, Name]);
        Directory.Move(_program["digits"], _program[Name]);
        var run = "run" + Name;
        var figure = Name + ".svg";
        var picture = Name + ".png";
        File.WriteAllBytes(_program[picture], Pictures.Scan(1));

        Shows(0, "data", "--data", Name, "--preview");
        Shows(0, "train", "--data", Name, "--epochs", "1", "--batch-size", "10", "--out", run);
        Shows(0, "train", "--resume", run);
        Shows(0, "evaluate", run);
        Shows(0, "predict", picture, "--model", run);
        Shows(0, "explain", picture, "--model", run, "--out", figure);
        ShouldBeValid(File.ReadAllText(_program[figure]));
        Shows(0, "attack", run, "--index", "0", "--out", figure);
        ShouldBeValid(File.ReadAllText(_program[figure]));
        Shows(0, "report", run, "--attack-images", "5");
        var report = File.ReadAllText(_program[run, "report.html"]);
        report.ShouldNotContain(character => char.IsControl(character) && character != '\n');
        report.ShouldNotContain("&#x1B;");
        report.ShouldContain(@"\x1B[31m");
        Shows(0, "lr-find", "--data", Name, "--steps", "20", "--batch-size", "10", "--out", figure);
        Shows(0, "sweep", "--data", Name, "--lr", "0.1,0.2", "--epochs", "1", "--batch-size", "10", "--out", "sweep" + Name);

        Shows(1, "data", "--data", "no" + Name);
        Shows(1, "evaluate", "no" + Name);
        Shows(1, "predict", "no" + Name, "--model", run);
        Shows(1, "data", "--data", Name, "--export", picture);
        Shows(2, "train", "--lr", Name);
        Shows(2, "train", "--" + Name);
        Shows(2, Name);

        foreach (var json in (string[][])[["evaluate", run, "--json"], ["predict", picture, "--model", run, "--json"]])
        {
            var outcome = _program.Run(json);
            outcome.ExitCode.ShouldBe(0, outcome.Error);
            outcome.Output.ShouldNotContain(character => char.IsControl(character) && character != '\n');
            outcome.Json.GetRawText().ShouldContain(@"\u001B");
        }
    }

    [Fact]
    public void Control_characters_in_a_model_file_never_reach_the_output()
    {
        var model = new TrainedModel("linear", ModelCatalog.Create("linear", 28, 28, 2), ["a" + Name, "b"], 28, 28);
        ModelFile.Save(_program["m.safetensors"], model);
        File.WriteAllBytes(_program["one.png"], Pictures.Scan(1));
        Shows(0, "predict", "one.png", "--model", "m.safetensors");
        Shows(0, "explain", "one.png", "--model", "m.safetensors");
        Shows(1, "evaluate", "m.safetensors", "--data", "handwriting", "--limit", "10");
    }

    private void Shows(int exitCode, params string[] arguments)
    {
        var outcome = _program.Run(arguments);
        outcome.ExitCode.ShouldBe(exitCode, $"{string.Join(' ', arguments)}: {outcome.Error}");
        var text = outcome.Output + outcome.Error;
        text.ShouldNotContain(character => (char.IsControl(character) && character != '\n') || character == '\u202E');
        if (outcome.ExitCode != 0)
        {
            TrainTests.OneLine(outcome).ShouldContain(Shown);
        }
    }

    private static void ShouldBeValid(string svg)
    {
        svg.ShouldNotContain(character => char.IsControl(character) && character != '\n');
        XDocument.Parse(svg).Root!.Value.ShouldContain(@"\x1B[31m");
    }
}
