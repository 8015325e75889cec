using System.Text.RegularExpressions;

namespace Inkling.Cli.Tests;

/// <summary>What is written, and read back, under a culture with other signs in numbers.</summary>
public sealed partial class CultureTests : IDisposable
{
    private readonly Program _usual = new(), _other = new() { Environment = StartupHook.Environment(StartupHook.Culture) };

    public void Dispose()
    {
        _usual.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void Files_have_the_same_content_in_every_culture()
    {
        const string Data = "--data handwriting --limit 600 --threads 2";
        foreach (var command in (string[])
            [
                $"train {Data} --epochs 2 --lr 0.05 --weight-decay 0.0005 --augmentation affine --validation-split 0.25 --out run",
                "train --resume run --epochs 3",
                $"sweep {Data} --lr 0.05,0.1 --epochs 1 --out sweep",
                $"lr-find {Data} --steps 20 --out rates.svg",
                "attack run --limit 100 --out attack.svg",
                "report run --limit 100 --attack-images 10 --out report.html",
                "data --data handwriting --limit 10 --export pictures",
                "explain pictures/test/3/00007.png --model run --out explained.svg",
                "predict pictures/test/3/00007.png --model run --json",
            ])
        {
            var (usual, other) = (_usual.Run(command.Split(' ')), _other.Run(command.Split(' ')));
            usual.ExitCode.ShouldBe(0, $"{command}: {usual.Error}");
            other.ExitCode.ShouldBe(0, $"{command}: {other.Error}");
        }

        var files = Files(_usual);
        Files(_other).ShouldBe(files);
        foreach (var file in files)
            Content(_other, file).ShouldBe(Content(_usual, file), file);
    }

    private static string[] Files(Program program) =>
    [
        .. Directory.GetFiles(program.Folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(program.Folder, file)).Order(StringComparer.Ordinal),
    ];

    /// <summary>The bytes of a file, of a text without times; the settings in a checkpoint.</summary>
    private static string Content(Program program, string file)
    {
        if (Path.GetFileName(file).StartsWith("step-", StringComparison.Ordinal))
            return string.Join('\n', Settings().Matches(File.ReadAllText(program[file])).Select(match => match.Value));
        if (Path.GetExtension(file) is not (".csv" or ".json" or ".html" or ".svg"))
            return Convert.ToHexString(File.ReadAllBytes(program[file]));
        var text = File.ReadAllText(program[file]);
        return file.EndsWith("metrics.csv", StringComparison.Ordinal) || file.EndsWith("sweep.csv", StringComparison.Ordinal)
            ? Numbers().Replace(text, "#")
            : text;
    }

    [GeneratedRegex("""
        "state\.(settings|run)\.[^"]*":"[^"]*"
        """, RegexOptions.ExplicitCapture)]
    private static partial Regex Settings();

    [GeneratedRegex(@"[0-9]+(\.[0-9]+)?(E[+-][0-9]+)?", RegexOptions.ExplicitCapture)]
    private static partial Regex Numbers();
}
