using System.CommandLine;

namespace Inkling.Cli.Tests;

/// <summary>Errors of every kind are one line and an exit code, through the real command line with a command that fails.</summary>
[Collection(nameof(ErrorTests))]
[CollectionDefinition(nameof(ErrorTests), DisableParallelization = true)]
public class ErrorTests
{
    public static TheoryData<Exception> Unforeseen { get; } =
    [
        new KeyNotFoundException("no key"), new ArgumentException("no such argument"), new OverflowException("too large"),
        new InvalidOperationException("a\e[31m\nb"), new FormatException("not a number"),
    ];

    [Theory]
    [MemberData(nameof(Unforeseen), DisableDiscoveryEnumeration = true)]
    public void An_unforeseen_exception_is_one_line(Exception error)
    {
        var (exitCode, line) = Run(() => throw error);
        exitCode.ShouldBe(1);
        var message = error.Message.Replace("\e", "\\x1B").Replace("\n", "\\n");
        line.ShouldBe($"inkling: unexpected error: {error.GetType().Name}: {message}; INKLING_VERBOSE=1 shows where");
    }

    [Fact]
    public void An_exception_of_parallel_work_is_described_as_if_it_were_thrown_here()
    {
        Run(() => Parallel.For(0, 4, _ => throw new IOException("unreadable"))).ShouldBe((1, "inkling: unreadable"));
        Run(() => Parallel.For(0, 4, _ => throw new CliException("no good"))).ShouldBe((1, "inkling: no good"));
        Run(() => Task.Run(() => throw new NotSupportedException("never")).Wait()).Error
            .ShouldBe("inkling: unexpected error: NotSupportedException: never; INKLING_VERBOSE=1 shows where");
        Run(() => throw new AggregateException(new OperationCanceledException())).ShouldBe((130, "inkling: stopped"));
        Run(() => throw new TypeInitializationException("Table", new PlatformNotSupportedException("no library")))
            .ShouldBe((1, "inkling: no library"));
        Run(() => _ = new byte[int.MaxValue]).ShouldBe((1, "inkling: out of memory"));
    }

    [Fact]
    public void An_exception_while_a_command_is_created_is_one_line()
    {
        var (exitCode, error) = Capture(() => CommandLine.Run(["fail"], new Dictionary<string, Func<Command>>
        {
            ["fail"] = () => throw new NotSupportedException("no options"),
        }));
        exitCode.ShouldBe(1);
        error.ShouldNotContain("\n");
        error.ShouldStartWith("inkling: unexpected error: NotSupportedException: no options");
    }

    [Fact]
    public void Verbose_shows_the_trace_and_where_a_bug_is_reported()
    {
        var (exitCode, error) = Run(() => throw new OverflowException("a\e"), "--verbose");
        var lines = error.Split('\n');
        exitCode.ShouldBe(1);
        lines[0].ShouldBe(@"inkling: unexpected error: OverflowException: a\x1B");
        lines[1].ShouldBe(@"System.OverflowException: a\x1B");
        lines[2].ShouldStartWith("   at Inkling.Cli.Tests.ErrorTests.");
        lines[^1].ShouldContain("CONTRIBUTING.md");

        (exitCode, error) = Run(() => throw new IOException("unreadable"), "--verbose");
        lines = error.Split('\n');
        exitCode.ShouldBe(1);
        lines[..2].ShouldBe(["inkling: unreadable", "System.IO.IOException: unreadable"]);
        lines[^1].ShouldNotContain("CONTRIBUTING.md");
    }

    [Theory]
    [InlineData(5, "an input or output error of the device")]
    [InlineData(24, "too many files are open")]
    [InlineData(27, "the file would be larger than the system allows")]
    [InlineData(28, "the disk is full")]
    [InlineData(30, "the file system is read-only")]
    [InlineData(122, "the disk quota is exceeded")]
    public void An_error_of_the_system_names_the_file(int number, string meaning) =>
        Run(() => ErrorHandling.Naming("run/metrics.csv", () => throw new IOException("?", number)))
            .ShouldBe((1, $"inkling: run/metrics.csv: {meaning}"));

    [Fact]
    public void A_long_line_keeps_its_beginning_and_its_end()
    {
        var line = ErrorHandling.OneLine($"file {new string('x', 100_000)}: expected a name");
        line.Length.ShouldBe(ErrorHandling.LongestLine);
        line.ShouldStartWith("file xxx");
        line.ShouldEndWith("xxx: expected a name");
        line.ShouldContain("x ... x");
        var exact = new string('y', ErrorHandling.LongestLine);
        ErrorHandling.OneLine(exact).ShouldBe(exact);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_long_line_is_not_cut_within_a_character(int shift)
    {
        var line = ErrorHandling.OneLine(new string('x', shift) + string.Concat(Enumerable.Repeat("\ud83d\ude00", 400)));
        Formats.ControlCharacters.Escape(line).ShouldBe(line);
        line.Length.ShouldBeInRange(ErrorHandling.LongestLine - 2, ErrorHandling.LongestLine);
    }

    private static (int ExitCode, string Error) Run(Action action, params string[] arguments)
    {
        var command = new Command("fail");
        command.SetAction(_ => action());
        return Capture(() =>
            CommandLine.Run(["fail", .. arguments], new Dictionary<string, Func<Command>> { ["fail"] = () => command }));
    }

    private static (int ExitCode, string Error) Capture(Func<int> run)
    {
        var error = Console.Error;
        using var captured = new StringWriter();
        Console.SetError(captured);
        try
        {
            return (run(), captured.ToString().ReplaceLineEndings("\n").TrimEnd('\n'));
        }
        finally
        {
            Console.SetError(error);
        }
    }
}
