namespace Inkling.Cli.Tests;

/// <summary>Every command: 0 for success, 1 for a file that cannot be used, 2 for an option that is not understood.</summary>
public class ExitCodeTests(TrainedRun run) : IClassFixture<TrainedRun>
{
    private const string Few = "--data handwriting --limit 200";

    public static TheoryData<string, string, string> Commands { get; } = new()
    {
        { "train", $"{Few} --epochs 1 --out out-RUN", "--data no.idx" },
        { "evaluate", "RUN --limit 20", "no.safetensors" },
        { "predict", "one.png --model RUN", "no.png --model RUN" },
        { "report", "RUN --limit 40 --attack-images 5 --out report.html", "no.safetensors" },
        { "explain", "one.png --model RUN", "no.png --model RUN" },
        { "attack", "RUN --limit 20", "no.safetensors" },
        { "data", Few, "--data no.idx" },
        { "lr-find", $"{Few} --steps 20", "--data no.idx" },
        { "sweep", $"{Few} --epochs 1 --lr 0.1,0.2", "--data no.idx --lr 0.1,0.2" },
        { "info", "", "" },
    };

    /// <summary>The commands that run until they are stopped.</summary>
    public static TheoryData<string> Servers => ["lab", "serve"];

    [Fact]
    public void The_tables_hold_every_command() =>
        Commands.Select(row => row.Data.Item1).Concat(Servers.Select(row => row.Data))
            .ShouldBe(CommandLine.Create().Subcommands.Select(command => command.Name), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Servers))]
    public void A_server_fails_or_is_not_understood(string command)
    {
        ShouldExit(1, "no.safetensors");
        ShouldExit(2, "--port", "0.5");
        ShouldExit(2, "pretrained", "--frobnicate");

        void ShouldExit(int exitCode, params string[] arguments)
        {
            var outcome = run.Program.Run([command, .. arguments]);
            outcome.ExitCode.ShouldBe(exitCode, outcome.Error);
            TrainTests.OneLine(outcome);
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_succeeds_fails_or_is_not_understood(string command, string good, string badFile)
    {
        File.WriteAllBytes(run.Program["one.png"], Pictures.Scan(1));
        ShouldExit(0, good);
        if (badFile.Length > 0)
            ShouldExit(1, badFile);
        ShouldExit(2, $"{good} --frobnicate");

        void ShouldExit(int exitCode, string arguments)
        {
            var given = arguments.Replace("RUN", run.Run, StringComparison.Ordinal).Replace("out-runs/", "", StringComparison.Ordinal);
            var outcome = run.Program.Run([command, .. given.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
            outcome.ExitCode.ShouldBe(exitCode, $"{command} {given}: {outcome.Error}");
            if (exitCode == 0)
                outcome.Error.ShouldBeEmpty();
            else
                TrainTests.OneLine(outcome);
        }
    }

    [Theory]
    [InlineData("predict @one", 1, "@one: there is no such file")]
    [InlineData("data --data @one", 1, "@one: there is no such file")]
    [InlineData("data --data ''", 2, "--data : expected a text that is not empty")]
    [InlineData("train --out ''", 2, "--out : expected a text that is not empty")]
    [InlineData("''", 2, "Unrecognized command or argument ''")]
    [InlineData("predict -x", 2, "Unrecognized option -x")]
    [InlineData("data --data handwriting --limit 20 --sheet missing/a.png", 1, "missing/a.png: there is no such folder")]
    [InlineData("data --limit 1,000", 2, "--limit 1,000: expected a whole number from 1 to 2147483647")]
    [InlineData("data --limit $(printf '%0100000d' 0)x", 2, "expected a whole number from 1 to 2147483647")]
    [InlineData("$(printf 'x%.0s' {1..100000})", 2, "Unrecognized command or argument")]
    [InlineData("{1..10000}", 2, "Unrecognized command or argument '1'")]
    public void A_strange_command_line_is_one_line(string arguments, int exitCode, string message)
    {
        var outcome = run.Program.Shell($"$inkling {arguments}");
        outcome.ExitCode.ShouldBe(exitCode, outcome.Error);
        var line = TrainTests.OneLine(outcome);
        line.ShouldContain(message);
        line.Length.ShouldBeLessThanOrEqualTo(ErrorHandling.LongestLine);
    }
}
