using System.Text.RegularExpressions;

namespace Inkling.Architecture.Tests;

/// <summary>Lines and words of everything that a person reads.</summary>
public class ProseTests
{
    private const int MaxLineLength = 140;

    /// <summary>What this library once called things, with the field's word.</summary>
    private static readonly (string Pattern, string Word)[] OldWords =
    [
        ("way back|walk(ed|s)? back", "backward pass"),
        ("read (right|wrong)(?!s)", "correctly classified, misclassified"),
        ("verdict", "prediction, diagnosis"),
        ("hand(s|ed)? ?over", "move the gradient"),
        ("taken down", "freed"),
        ("spoke for|speaks? for", "contributes to"),
        ("what flowed|whatflowed", "activations"),
        ("positions first", "HWNC layout"),
        ("starting (weights|values)", "initial weights, initial values"),
        ("to become small", "minimised"),
        (@"\bhears? of", "is notified of"),
        ("by heart", "overfits"),
        ("taken for\\b", "predicted as"),
        ("told apart|tells? apart", "distinguished"),
        ("\\bsettles?\\b", "decides, converges"),
        ("lets? go of|put(s)? back", "releases, restores"),
        ("as sure|the surest", "confident"),
        ("DisbeliefLoss|PaperPlane|PaperTone|DigitField|SideBySide|WrongUse|FailureException|Linear37|SegmentTile", "see CHANGELOG.md"),
    ];

    /// <summary>Pages at the root, but for the old words that CHANGELOG.md has to name.</summary>
    private static readonly string[] RootPages = ["README.md", "CONTRIBUTING.md"];

    public static TheoryData<string> Folders => ["src", "tests", "bench", "samples", "docs"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void No_line_is_longer_than_140_columns(string folder) => (
        from file in Repository.Files(folder, ".cs", ".razor", ".md", ".csproj")
            .Concat(folder == "docs" ? [.. RootPages, "CHANGELOG.md"] : [])
        from line in Repository.ReadLines(file).Index()
        where line.Item.Length > MaxLineLength && !IsTableRow(file, line.Item)
        select $"{file}:{line.Index + 1} has {line.Item.Length} columns").ShouldBeNone();

    [Theory]
    [MemberData(nameof(Folders))]
    public void The_words_are_the_fields(string folder)
    {
        var patterns = OldWords.Select(old => (Regex: new Regex(old.Pattern, RegexOptions.IgnoreCase), old.Word)).ToList();
        (from file in Repository.Files(folder, ".cs", ".razor", ".md").Concat(folder == "docs" ? RootPages : [])
         where Path.GetFileName(file) != "ProseTests.cs"
         from line in Repository.ReadLines(file).Index()
         from old in patterns
         let match = old.Regex.Match(line.Item)
         where match.Success
         select $"{file}:{line.Index + 1} says \"{match.Value}\": {old.Word}").ShouldBeNone();
    }

    /// <summary>A row of a table in Markdown cannot be wrapped.</summary>
    private static bool IsTableRow(string file, string line) => file.EndsWith(".md", StringComparison.Ordinal) && line.StartsWith('|');
}
