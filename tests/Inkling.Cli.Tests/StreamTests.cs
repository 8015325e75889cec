namespace Inkling.Cli.Tests;

/// <summary>Standard streams that are closed or full, and limits of the system.</summary>
public class StreamTests
{
    private const string Data = "$inkling data --data handwriting --limit 20";

    [Theory]
    [InlineData($"{Data} >/dev/full", 1, "inkling: standard output: the disk is full\n")]
    [InlineData("$inkling --help >/dev/full", 1, "inkling: standard output: the disk is full\n")]
    [InlineData("$inkling --version >/dev/full", 1, "inkling: standard output: the disk is full\n")]
    [InlineData($"{Data} >&-", 1, "inkling: standard output: closed\n")]
    [InlineData("$inkling data --data handwriting --limit 20 --export x >&-", 1, "inkling: standard output: closed\n")]
    [InlineData("$inkling lr-find --data handwriting --limit 200 --steps 20 --json >&-", 1, "inkling: standard output: closed\n")]
    [InlineData($"{Data} >/dev/full 2>/dev/full", 1, "")]
    [InlineData($"{Data} >&- 2>&-", 1, "")]
    [InlineData("$inkling data --frobnicate 2>/dev/full", 2, "")]
    [InlineData("$inkling evaluate nowhere 2>&-", 1, "")]
    [InlineData($"{Data} | head -1", 0, "")]
    public void A_stream_that_cannot_be_written_is_one_line_or_an_exit_code(string script, int exitCode, string error)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs /dev/full");
        using var program = new Program();
        var outcome = program.Shell(script);
        (outcome.ExitCode, outcome.Error).ShouldBe((exitCode, error));
    }

    [Fact]
    public void A_file_that_outgrows_the_limit_of_the_system_is_named_and_leaves_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs ulimit");

        // The runtime maps its code twice, by a file that the limit would keep from growing.
        using var program = new Program { Environment = new() { ["DOTNET_EnableWriteXorExecute"] = "0" } };
        var outcome = program.Shell("ulimit -f 4; $inkling data --data handwriting --limit 500 --sheet x.png");
        (outcome.ExitCode, outcome.Error).ShouldBe((1, "inkling: x.png: the file would be larger than the system allows\n"));
        Directory.GetFiles(program.Folder).ShouldBeEmpty();
    }

    [Fact]
    public void An_exception_of_a_thread_that_no_command_waits_for_is_one_line()
    {
        using var program = new Program { Environment = StartupHook.Environment(StartupHook.FailingThread) };
        var outcome = program.Run("info");
        outcome.ExitCode.ShouldBe(1);
        TrainTests.OneLine(outcome)
            .ShouldBe("inkling: unexpected error: InvalidOperationException: a thread failed; INKLING_VERBOSE=1 shows where");
    }

    [Fact]
    public void A_full_disk_names_the_file()
    {
        using var program = new Program();
        Directory.CreateDirectory(program["small"]);
        var mount = program.Shell("mount -t tmpfs -o size=300k tmpfs small");
        Assert.SkipUnless(mount.ExitCode == 0, "needs the right to mount a small file system");
        try
        {
            var outcome = program.Run("train", "--data", "handwriting", "--limit", "200", "--epochs", "1", "--out", "small/run");
            outcome.ExitCode.ShouldBe(1);
            TrainTests.OneLine(outcome).ShouldMatch(@"^inkling: small/run/\S+\.(safetensors|csv|json): the disk is full$");
        }
        finally
        {
            program.Shell("umount small").ExitCode.ShouldBe(0);
        }
    }

    [Theory]
    [InlineData("run", "/home/run/.metrics.csv.wkqyd0xs.1fa.tmp", "/home/run/metrics.csv")]
    [InlineData(null, "/home/run/steps.csv", "/home/run/steps.csv")]
    public void The_file_of_a_failed_system_call_is_named(string? folder, string file, string shown) =>
        ErrorHandling.Describe(new IOException($"No space left on device : '{file}'", 28), folder).ShouldBe($"{shown}: the disk is full");
}
