namespace Inkling.Architecture.Tests;

/// <summary>The code of docs/adding-an-operation.md is the engine's own, which is compiled and compared with PyTorch.</summary>
public class TutorialTests
{
    [Fact]
    public void The_tutorial_shows_the_file_of_the_operation()
    {
        var page = string.Join('\n', Repository.ReadLines("docs/adding-an-operation.md"));
        var start = page.IndexOf("```csharp\n", StringComparison.Ordinal) + "```csharp\n".Length;
        var code = page[start..page.IndexOf("\n```", start, StringComparison.Ordinal)];
        code.ShouldBe(string.Join('\n', Repository.ReadLines("src/Inkling/Operations/Sqrt.cs")).TrimEnd());
    }
}
