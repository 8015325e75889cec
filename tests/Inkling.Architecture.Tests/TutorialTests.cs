using System.Text.RegularExpressions;

namespace Inkling.Architecture.Tests;

/// <summary>What the pages for a program's author say is so.</summary>
public partial class TutorialTests
{
    /// <summary>The code of docs/adding-an-operation.md is the engine's own, which is compiled and compared with PyTorch.</summary>
    [Fact]
    public void The_tutorial_shows_the_file_of_the_operation()
    {
        var page = string.Join('\n', Repository.ReadLines("docs/adding-an-operation.md"));
        var start = page.IndexOf("```csharp\n", StringComparison.Ordinal) + "```csharp\n".Length;
        var code = page[start..page.IndexOf("\n```", start, StringComparison.Ordinal)];
        code.ShouldBe(string.Join('\n', Repository.ReadLines("src/Inkling/Operations/Sqrt.cs")).TrimEnd());
    }

    [Fact]
    public void Every_name_beside_one_of_PyTorch_exists()
    {
        var names = LibrarySource.Types.SelectMany(type => type.MemberNames.Append(type.Name)).ToHashSet();
        names.Add("Net");
        var rows = Repository.ReadLines("docs/from-pytorch.md").Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();
        rows.Count.ShouldBeGreaterThan(50);
        (from row in rows
         let column = row.Split('|')[2]
         from code in Code().Matches(column)
         from name in Name().Matches(code.Value)
         where !names.Contains(name.Value)
         select $"docs/from-pytorch.md names {name.Value}, which does not exist").ShouldBeNone();
    }

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\b[A-Z]\w+")]
    private static partial Regex Name();
}
