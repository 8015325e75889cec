using System.Runtime.InteropServices;

namespace Inkling.Cli;

/// <summary>
/// Turns the first Ctrl+C into a notice and a cancellation. A command that has nothing to save and does not end in time is ended; a second
/// Ctrl+C ends any command at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>With the notice and the end of the process less than a second.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(0.7);

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;
    private readonly Timer _deadline;
    private readonly Lock _gate = new();
    private volatile bool _hasDeadline = true;
    private bool _isClosed;

    public Interruption()
    {
        _deadline = new Timer(_ => End());
        _signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
        ];
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Lets a cancelled command end by itself from now on, because it has something to save.</summary>
    public void BeginSaving() => _hasDeadline = false;

    public void Dispose()
    {
        lock (_gate)
            (_hasDeadline, _isClosed) = (false, true);

        foreach (var signal in _signals)
            signal.Dispose();
        _deadline.Dispose();
        _source.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        lock (_gate)
        {
            // A second one is left to the system: it ends the process, whose files are whole at any time.
            if (_isClosed || _source.IsCancellationRequested)
                return;
            context.Cancel = true;
            Report("stopping; Ctrl+C again ends at once");
            _deadline.Change(Grace, Timeout.InfiniteTimeSpan);
            _source.Cancel();
        }
    }

    private void End()
    {
        // The command cannot leave Dispose meanwhile, and say the same.
        lock (_gate)
        {
            if (!_hasDeadline)
                return;
            Report("stopped");
            Environment.Exit(ExitCode.Interrupted);
        }
    }

    private static void Report(string line)
    {
        try
        {
            CommandLine.Report(line);
        }
        catch (IOException)
        {
            // Nobody reads standard error; the command ends nevertheless.
        }
    }
}
