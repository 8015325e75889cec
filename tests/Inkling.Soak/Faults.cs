using System.Diagnostics;

namespace Inkling.Soak;

/// <summary>The faults that this machine can produce.</summary>
internal sealed class Faults
{
    private const string Clock = "clock jumps";
    private const string SlowDisk = "slow disk";
    private const string DiskError = "disk error";

    // Which of the calls there is depends on the processor; the question marks make strace accept the others.
    private const string Rename = "?rename,?renameat,?renameat2";

    private readonly string _clockFile;
    private readonly RandomStream _clock = new(0);
    private readonly Stopwatch _clockMoved = Stopwatch.StartNew();
    private readonly string? _fakeTime = Directory.Exists("/usr/lib")
        ? Directory.EnumerateFiles("/usr/lib", "libfaketime.so.1", new EnumerationOptions { RecurseSubdirectories = true }).FirstOrDefault()
        : null;

    private readonly List<Func<RandomStream, Fault>> _kinds = [];

    /// <summary>Finds out which faults can be produced.</summary>
    /// <param name="folder">A folder for their files.</param>
    public Faults(string folder)
    {
        _clockFile = Path.Combine(folder, "clock");
        File.WriteAllText(_clockFile, "+0s");
        _kinds.AddRange(LittleMemory, FewFiles, NarrowVectors);
        if (Command.Succeeds("strace", "-D", "-f", "-qq", "--seccomp-bpf", "-o", "/dev/null", "-e", "trace=fsync", "true"))
            _kinds.AddRange(Slow, Slow, Error, Error);
        else
            Missing.Add($"{SlowDisk}, {DiskError} (strace)");
        if (_fakeTime is not null)
            _kinds.AddRange(JumpingClock, JumpingClock);
        else
            Missing.Add($"{Clock} (faketime)");
        if (!SmallDisk.IsAvailable)
            Missing.Add("full and read-only disk (mounting needs root)");
    }

    /// <summary>Another processor, on which a run would get other bits: resuming one there is refused.</summary>
    public static Fault OtherArithmetic { get; } = new("other arithmetic") { Environment = { ["DOTNET_EnableHWIntrinsic"] = "0" } };

    /// <summary>The faults that are skipped on this machine, with what they need.</summary>
    public List<string> Missing { get; } = [];

    /// <summary>Draws a fault; none two times out of five.</summary>
    public Fault Next(RandomStream random)
    {
        var isNone = random.Next(5) < 2;
        var fault = _kinds[random.Next(_kinds.Count)](random);
        return isNone ? Fault.None : fault;
    }

    /// <summary>Moves the clock of all processes that have the fault by up to ten years either way, about three times a second.</summary>
    public void MoveClockSometimes()
    {
        lock (_clock)
        {
            if (_clockMoved.Elapsed < TimeSpan.FromSeconds(0.3))
                return;
            _clockMoved.Restart();
            File.WriteAllText(
                _clockFile, $"{(_clock.Next(2) == 0 ? '+' : '-')}{_clock.Next(_clock.Next(2) == 0 ? 100 : 300_000_000)}s");
        }
    }

    private static Fault LittleMemory(RandomStream random) => new("little memory")
    {
        Environment = { ["DOTNET_GCHeapHardLimit"] = $"0x{(4 << 20) + random.Next(16 << 20):x}" },
        MayFail = true,
    };

    private static Fault FewFiles(RandomStream random) => new("few files")
    {
        Wrapper = ["sh", "-c", $"ulimit -n {66 + random.Next(30)}; exec \"$@\"", "sh"],
        MayFail = true,
        MayEndTheRuntime = true,
    };

    /// <summary>Another processor: vectors of half the size, with the same bits.</summary>
    private static Fault NarrowVectors(RandomStream random) => new("narrow vectors") { Environment = { ["DOTNET_EnableAVX512"] = "0" } };

    private static Fault Slow(RandomStream random)
    {
        // Up to 40 ms for each flush and 5 ms for each write.
        var (flush, write) = (random.Next(40_000), random.Next(5_000));
        return Traced(
            SlowDisk, $"fsync,fdatasync,pwrite64,{Rename}",
            $"inject=fsync,fdatasync,{Rename}:delay_exit={flush}", $"inject=pwrite64:delay_exit={write}");
    }

    private static Fault Error(RandomStream random)
    {
        string[] errors = ["EIO", "ENOSPC", "EDQUOT", "EROFS", "EFBIG"];
        string[] calls = ["fsync", "pwrite64", Rename, "?mkdir,?mkdirat", "?unlink,?unlinkat", "ftruncate"];
        var call = calls[random.Next(calls.Length)];

        // Counted for each thread of the program: the first failure, and then every n-th.
        var when = $"{1 + random.Next(40)}+{1 + random.Next(40)}";
        return Traced(DiskError, call, $"inject={call}:error={errors[random.Next(errors.Length)]}:when={when}") with { MayFail = true };
    }

    private static Fault Traced(string name, string calls, params string[] injections) => new(name)
    {
        // -D: the program is the child of this process, and strace its grandchild, so that signals reach the program.
        Wrapper =
        [
            "strace", "-D", "-f", "-qq", "--seccomp-bpf", "-o", "/dev/null", "-e", $"trace={calls}",
            .. injections.SelectMany(injection => new[] { "-e", injection }),
        ],
    };

    private Fault JumpingClock(RandomStream random) => new(Clock)
    {
        Environment =
        {
            ["LD_PRELOAD"] = _fakeTime!,
            ["FAKETIME_TIMESTAMP_FILE"] = _clockFile,
            ["FAKETIME_NO_CACHE"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",

            // A jump of the real clock does not change the times of files either.
            ["NO_FAKE_STAT"] = "1",
        },
    };
}
