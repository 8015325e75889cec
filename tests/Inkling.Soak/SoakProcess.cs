using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Inkling.Soak;

/// <summary>A run of the program, under a fault and perhaps stopped by a signal.</summary>
internal sealed partial class SoakProcess
{
    /// <summary>Clears the signal dispositions that a shell gives to what it starts in the background.</summary>
    private static readonly string[] DefaultSignals =
        Command.Succeeds("env", "--default-signal=INT", "true") ? ["env", "--default-signal=INT"] : [];

    private readonly Fault _fault;
    private readonly Journal _journal;
    private readonly Process _process;
    private readonly Task<Outcome> _outcome;
    private int _signal;
    private DateTime _signalled;

    public SoakProcess(Soak soak, string title, Fault fault, IReadOnlyList<string> arguments)
    {
        (_fault, _journal) = (fault, soak.Journal);
        string[] command = [.. DefaultSignals, .. fault.Wrapper, TestProgram.Host, soak.Program.Entry, .. arguments];
        _process = soak.Program.Start(command[0], command[1..], fault.Environment);
        Title = $"{title} [{_process.Id}] under {fault.Name}: inkling {string.Join(' ', arguments)}";
        _journal.Log(Title);
        _journal.Count($"process {arguments[0]}");
        _journal.Count($"fault {fault.Name}");
        _outcome = Task.Factory.StartNew(() => TestProgram.Finish(_process), TaskCreationOptions.LongRunning);
    }

    /// <summary>Gets what was started, for messages.</summary>
    public string Title { get; }

    public Process Process => _process;

    /// <summary>Sends a signal unless the process has ended.</summary>
    public void Send(int signal)
    {
        // Before strace has started the program, a signal would leave a stopped strace behind.
        while (IsWrapper())
            Thread.Sleep(1);
        if (_process.HasExited)
            return;
        _signal = signal;
        _signalled = DateTime.Now;
        _journal.Log($"[{_process.Id}] signal {signal}");
        _journal.Count($"signal {signal}");
        _ = Posix.Signal(_process.Id, signal);
    }

    /// <summary>Waits for the end and checks the exit code and what is on standard error.</summary>
    /// <param name="codes">The exit codes that are right without a signal or a fault.</param>
    /// <exception cref="FindingException">Something is wrong.</exception>
    public Outcome Finish(params ReadOnlySpan<int> codes)
    {
        var outcome = _outcome.GetAwaiter().GetResult();
        if (_signal is Posix.Interrupt or Posix.Terminate && ReferenceEquals(_fault, Fault.None))
            _journal.Stopped(_process.ExitTime - _signalled);
        var lines = outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("strace: ", StringComparison.Ordinal)).ToArray();
        _journal.Log($"[{_process.Id}] ended with {outcome.ExitCode} {string.Join(" | ", lines)}");
        _journal.Count($"exit code {outcome.ExitCode}");
        if (_fault.MayEndTheRuntime && (RuntimeFailure().IsMatch(outcome.Error) || (lines.Length == 0 && outcome.ExitCode == 1)))
        {
            _journal.Count("the runtime could not load its assemblies");
            return outcome;
        }

        // strace -D has an alarm of three seconds while it attaches to the program, which a busy machine may exceed.
        if (_fault.Wrapper.Length > 0 && outcome.ExitCode == 128 + Posix.Alarm)
        {
            _journal.Count("strace was too late");
            return outcome;
        }

        var isExpected = codes.Contains(outcome.ExitCode) || (_fault.MayFail && outcome.ExitCode == 1) || _signal switch
        {
            Posix.Kill => outcome.ExitCode == 128 + Posix.Kill,

            // Before the program has begun to listen, a signal ends it as it ends any other.
            Posix.Interrupt or Posix.Terminate => outcome.ExitCode is 130 || outcome.ExitCode == 128 + _signal,
            _ => false,
        };
        if (!isExpected)
            throw Finding($"ended with {outcome.ExitCode}", outcome);
        if (!lines.All(line => line.StartsWith("inkling: ", StringComparison.Ordinal)))
            throw Finding("standard error is not lines of the program", outcome);
        if (outcome.ExitCode is 1 or 2 && lines.Count(line => !Notice().IsMatch(line)) != 1)
            throw Finding("standard error is not one line", outcome);
        return outcome;
    }

    /// <summary>Describes what is wrong with this process.</summary>
    public FindingException Finding(string what, Outcome outcome) =>
        new($"{Title}: {what}\n  signal {_signal}, exit code {outcome.ExitCode}, standard error:\n{outcome.Error}");

    private bool IsWrapper()
    {
        try
        {
            return !_process.HasExited && _process.ProcessName != Path.GetFileNameWithoutExtension(TestProgram.Host);
        }
        catch (InvalidOperationException)
        {
            // It has ended meanwhile.
            return false;
        }
    }

    [GeneratedRegex("Could not load file or assembly|Failed to create (CoreCLR|the thread pool)|Too many open files")]
    private static partial Regex RuntimeFailure();

    [GeneratedRegex(
        "the previous one is used$|resumes after step|the run starts anew$|are complete already$|the curves end before it$|Ctrl\\+C")]
    private static partial Regex Notice();
}
