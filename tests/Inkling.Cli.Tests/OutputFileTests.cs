namespace Inkling.Cli.Tests;

/// <summary>An output that cannot be written is reported before the work, of which nothing is shown.</summary>
public class OutputFileTests(TrainedRun run) : IClassFixture<TrainedRun>
{
    [Theory]
    [InlineData("report --out", ".html")]
    [InlineData("lr-find --data handwriting --limit 600 --out", ".svg")]
    [InlineData("data --data handwriting --limit 600 --sheet", ".png")]
    [InlineData("explain missing.png --out", ".svg")]
    [InlineData("attack --out", ".svg")]
    public void A_name_that_is_too_long_is_noticed_first(string command, string extension)
    {
        var name = new string('n', 255 - extension.Length) + extension;
        var outcome = run.Program.Run([.. command.Split(' '), name]);
        (outcome.ExitCode, outcome.OutputBytes.Length).ShouldBe((1, 0));
        TrainTests.OneLine(outcome).ShouldBe($"inkling: {name}: the name is too long");
    }

    [Theory]
    [InlineData("report --out", ".html")]
    [InlineData("data --data handwriting --limit 600 --sheet", ".png")]
    [InlineData("explain missing.png --out", ".svg")]
    public void A_folder_that_cannot_be_written_is_noticed_first(string command, string extension)
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "needs a folder that nobody can write");
        var name = $"/proc/self/new{extension}";
        var outcome = run.Program.Run([.. command.Split(' '), name]);
        (outcome.ExitCode, outcome.OutputBytes.Length).ShouldBe((1, 0));
        TrainTests.OneLine(outcome).ShouldStartWith($"inkling: {name}: ");
    }
}
