namespace Inkling.Cli.Tests;

/// <summary>A closed standard input, and a system that lets few files be open.</summary>
public class DescriptorTests(TrainedRun run) : IClassFixture<TrainedRun>
{
    private const string TooFew = "inkling: too few files may be open (ulimit -n), expected 256 or more\n";

    [Theory]
    [InlineData("predict -")]
    [InlineData("explain -")]
    [InlineData("predict - --json")]
    public void Standard_input_that_is_closed_is_one_line(string command)
    {
        NotOnWindows();
        var outcome = run.Program.Shell($"$inkling {command} <&-");
        (outcome.ExitCode, outcome.Error)
            .ShouldBe((1, "inkling: standard input: closed, expected a picture or an IDX file\n"));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(64)]
    [InlineData(100)]
    [InlineData(255)]
    public void Too_few_files_that_may_be_open_are_one_line(int limit)
    {
        NotOnWindows();
        var outcome = run.Program.Shell($"ulimit -n {limit}; $inkling info");
        (outcome.ExitCode, outcome.Error).ShouldBe((1, TooFew));
        run.Program.Shell($"ulimit -n {limit}; $inkling info 2>&-").ExitCode.ShouldBe(1);
    }

    [Fact]
    public void The_smallest_number_of_files_is_enough_for_every_command()
    {
        NotOnWindows();
        var program = run.Program;
        var names = Enumerable.Range(0, 150).Select(i => $"p{i}.png").ToArray();
        foreach (var (i, name) in names.Index())
            File.WriteAllBytes(program[name], Pictures.Scan(i % 10));
        foreach (var command in (string[])
            [
                $"predict {string.Join(' ', names)}", "report --limit 20 --attack-images 5",
                "train --data handwriting --limit 50 --epochs 1 --out few", "evaluate --limit 20",
            ])
        {
            var outcome = program.Shell($"ulimit -n 256; $inkling {command}");
            outcome.ExitCode.ShouldBe(0, $"{command}: {outcome.Error}");
        }
    }

    private static void NotOnWindows() => Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a shell and ulimit");
}
