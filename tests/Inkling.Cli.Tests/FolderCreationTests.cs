namespace Inkling.Cli.Tests;

/// <summary>Folders that cannot be created are one line and leave none of their parents behind.</summary>
public sealed class FolderCreationTests : IDisposable
{
    private static readonly string LongName = $"a/b/{new string('c', 256)}";
    private static readonly string LongPath = string.Join('/', Enumerable.Repeat("folder", 600));
    private readonly Program _program = new();

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("train", "--data", "handwriting", "--limit", "20", "--out")]
    [InlineData("sweep", "--data", "handwriting", "--limit", "600", "--seed", "1,2", "--out")]
    [InlineData("data", "--data", "handwriting", "--limit", "20", "--export")]
    public void A_name_that_is_too_long_is_one_line_and_leaves_nothing(params string[] command)
    {
        foreach (var path in (string[])[LongName, LongPath])
        {
            var outcome = _program.Run([.. command, path]);
            outcome.ExitCode.ShouldBe(1);
            TrainTests.OneLine(outcome).ShouldStartWith($"inkling: {path[..20]}");
            Directory.GetFileSystemEntries(_program.Folder).Where(entry => entry != _program["cache"]).ShouldBeEmpty();
        }
    }

    [Fact]
    public void In_a_current_folder_that_was_deleted_the_error_names_the_folder_of_the_run()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not delete the current folder of a process.");
        var outcome = _program.Shell(
            "mkdir gone; cd gone; rmdir ../gone; $inkling train --data handwriting --limit 20 --epochs 1 --out run");
        outcome.ExitCode.ShouldBe(1);
        outcome.Error.TrimEnd().ShouldBe("inkling: run: there is no such file or folder");
    }
}
