using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Inkling.Data;
using Inkling.Lab.Hosting;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Lab.Training;

/// <summary>
/// A run that pages command and watch. Pages post commands from any thread; a scheduler of the host calls <see cref="Turn"/>, always on
/// the same thread, and publishes views, which do not change.
/// </summary>
public sealed class LiveRun : IDisposable
{
    // The looks take at most one part in so many of the time.
    private const int LookShare = 5;

    private static readonly TimeSpan ViewInterval = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<Action<TrainingRun>> _commands = [];
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Func<TrainingRun> _create;
    private readonly ImageDataset _test;
    private readonly TimeSpan _chartInterval;
    private readonly IRunFiles? _files;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TrainingRun? _run;

    // The run trains until this step.
    private long _until;
    private bool _isStopped;
    private int _isDetached;
    private long _viewed, _charted;

    // What the next turns take instead of training, and whether they took what the run is now.
    private bool _takesCurves, _takesNetwork, _isTaken;

    // The look at the network that is taken.
    private IEnumerator<NetworkView?>? _look;
    private long _lookStart;

    // The time from one look to the next.
    private TimeSpan _nextCharts;

    // The hash of the weights; null where it has to be computed.
    private string? _hash;

    /// <summary>Creates a run that waits for its first command.</summary>
    /// <param name="settings">What is trained, and how.</param>
    /// <param name="create">Creates the training, on the thread of the scheduler.</param>
    /// <param name="test">The test images, of which the first ones are shown with their predictions.</param>
    /// <param name="chartInterval">The time between two updates of curves and network.</param>
    /// <param name="files">The files of the run, to which its creation attaches the learner; null for none.</param>
    public LiveRun(
        TrainingSettings settings, Func<TrainingRun> create, ImageDataset test, TimeSpan chartInterval, IRunFiles? files = null) =>
        (Settings, _create, _test, _chartInterval, _files) = (settings, create, test, chartInterval, files);

    /// <summary>Raised on the thread of the scheduler when there is a new <see cref="View"/>.</summary>
    public event Action? Changed;

    /// <summary>Gets what is trained, and how.</summary>
    public TrainingSettings Settings { get; }

    /// <summary>Gets the newest view.</summary>
    public RunView View { get; private set; } = new();

    /// <summary>Trains until the end.</summary>
    public void Start() => Post(_ => _until = long.MaxValue);

    /// <summary>Pauses before the next step.</summary>
    public void Pause() => Post(_ => _until = 0);

    /// <summary>Takes one step.</summary>
    public void TakeStep() => Post(run => _until = run.Step + 1L);

    /// <summary>Trains to the end of the epoch.</summary>
    public void TakeEpoch() => Post(run => _until = (run.Learner.CompleteEpochs + 1L) * run.StepsPerEpoch);

    /// <summary>Ends the run, saves it where it has files, and frees its states; the last view stays.</summary>
    public void Stop() => Post(_ => _isStopped = true);

    /// <summary>Gets whether no page commands the run.</summary>
    public bool IsDetached => Volatile.Read(ref _isDetached) != 0;

    /// <summary>Leaves the run to itself: it stops when it has nothing to do.</summary>
    public void Detach()
    {
        Volatile.Write(ref _isDetached, 1);
        _wake.Release();
    }

    /// <summary>Takes over a run that was left to itself.</summary>
    /// <returns>Whether it was left to itself, so that one page takes it over, and has not ended.</returns>
    public bool TryAttach() =>
        Interlocked.Exchange(ref _isDetached, 0) != 0 && View.Status is not (RunStatus.Stopped or RunStatus.Failed);

    /// <summary>Goes back to a kept state and pauses there.</summary>
    /// <param name="step">One of <see cref="RunView.KeptSteps"/>.</param>
    public void Rewind(int step) => Post(run =>
    {
        _until = 0;
        if (!run.KeptSteps.Contains(step))
            return;
        run.Rewind(step);
        run.WithOwnRandomness(() => _files?.Rewind());
    });

    /// <summary>Looks at the network as it was after a step, without disturbing the run.</summary>
    /// <param name="step">One of <see cref="RunView.KeptSteps"/>.</param>
    /// <returns>The network; null where its state is no longer kept.</returns>
    public async Task<NetworkView?> LookAtAsync(int step)
    {
        var result = new TaskCompletionSource<NetworkView?>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(run => result.SetResult(
            run.KeptSteps.Contains(step) ? NetworkView.Of(run.ModelAt(step), step, _test, hasGradients: false) : null));
        return await Task.WhenAny(result.Task, _ended.Task).ConfigureAwait(false) == result.Task
            ? await result.Task.ConfigureAwait(false)
            : null;
    }

    /// <summary>Executes the commands, and trains for some time.</summary>
    /// <param name="slice">
    /// The time after which the turn ends; at least one mini-batch is computed, or a part of one where the training has parts. A turn
    /// that takes curves or network does not train.
    /// </param>
    public RunActivity Turn(TimeSpan slice)
    {
        try
        {
            return Turn(_run ??= _create(), slice);
        }
#pragma warning disable CA1031 // The page shows it; the other runs of the program go on.
        catch (Exception error)
#pragma warning restore CA1031
        {
            End(View with { Status = RunStatus.Failed, Message = Describe(error) });
            return RunActivity.Ended;
        }
    }

    /// <summary>Blocks until a command is posted.</summary>
    [UnsupportedOSPlatform("browser")]
    public void WaitForCommand() => _wake.Wait();

    /// <summary>Waits until a command is posted.</summary>
    public Task WaitForCommandAsync() => _wake.WaitAsync();

    /// <summary>Ends the run.</summary>
    public void Dispose() => Stop();

    private RunActivity Turn(TrainingRun run, TimeSpan slice)
    {
        var isCommanded = false;
        while (_commands.TryDequeue(out var command))
        {
            command(run);
            (isCommanded, _isTaken, _hash, _look) = (true, false, null, null);
        }

        var takes = !_isStopped && (_takesCurves || _takesNetwork);
        if (takes)
            Take(run, slice);
        else
            Train(run, slice);
        var isBusy = IsBusy(run);
        if (!takes && (_isStopped || !isBusy) && run.Failure is null)
            run.WithOwnRandomness(() => _files?.Save());
        if (_isStopped || (IsDetached && !isBusy))
        {
            End(ViewOf(run, isBusy: false) with { Status = RunStatus.Stopped, Curves = RunCurves.Of(run) });
            return RunActivity.Ended;
        }

        if (!isBusy && !_isTaken)
            (_takesCurves, _takesNetwork, _isTaken) = (true, true, true);
        if (!takes && (isCommanded || !isBusy || Stopwatch.GetElapsedTime(_viewed) >= ViewInterval))
            Publish(ViewOf(run, isBusy));
        return isBusy || _takesCurves || _takesNetwork ? RunActivity.Training : RunActivity.Waiting;
    }

    private bool IsBusy(TrainingRun run) => run.IsMeasuring || run.IsWithinStep || (!run.HasEnded && run.Step < _until);

    private void Train(TrainingRun run, TimeSpan slice)
    {
        var start = Stopwatch.GetTimestamp();
        while (!_isStopped && IsBusy(run) && !_takesCurves && Stopwatch.GetElapsedTime(start) < slice)
        {
            run.Advance();
            (_isTaken, _hash) = (false, null);
            if (!run.IsWithinStep && Stopwatch.GetElapsedTime(_charted) >= _nextCharts)
                (_takesCurves, _takesNetwork) = (true, true);
        }
    }

    /// <summary>Takes new curves, or else parts of a look at the network: one of them in a turn, so that pages answer.</summary>
    private void Take(TrainingRun run, TimeSpan slice)
    {
        if (_takesCurves)
        {
            _takesCurves = false;
            Publish(ViewOf(run, IsBusy(run)) with { Curves = RunCurves.Of(run) });
            return;
        }

        var start = Stopwatch.GetTimestamp();
        if (_look is null)
            _lookStart = start;
        _look ??= NetworkView.InParts(run.Model, run.Step, _test, hasGradients: !run.IsWithinStep).GetEnumerator();
        while (_look.MoveNext() && _look.Current is null && Stopwatch.GetElapsedTime(start) < slice)
        {
        }

        if (_look.Current is not { } network)
            return;
        (_takesNetwork, _look, _charted) = (false, null, Stopwatch.GetTimestamp());

        // A look that takes long is taken less often.
        _nextCharts = TimeSpan.FromTicks(Math.Max(_chartInterval.Ticks, LookShare * Stopwatch.GetElapsedTime(_lookStart).Ticks));
        Publish(ViewOf(run, IsBusy(run)) with { Network = network });
    }

    private void Post(Action<TrainingRun> command)
    {
        _commands.Enqueue(command);
        _wake.Release();
    }

    private string Describe(Exception error) => _files?.Describe(error)
        ?? (error is ArgumentException or IOException or InvalidDataException or OutOfMemoryException
            ? error.Message
            : $"{error.GetType().Name}: {error.Message}");

    private void End(RunView view)
    {
        _run?.Dispose();
        _run = null;
        try
        {
            _files?.Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            view = view with { Status = RunStatus.Failed, Message = Describe(error) };
        }

        Publish(view with { Folder = _files?.Folder ?? "" });
        _ended.TrySetResult();
    }

    private void Publish(RunView view)
    {
        (View, _viewed) = (view, Stopwatch.GetTimestamp());
        Changed?.Invoke();
    }

    /// <summary>The view of a run, with the curves and the network that were taken last, and the hash where it waits.</summary>
    private RunView ViewOf(TrainingRun run, bool isBusy)
    {
        var recorder = run.Learner.Recorder;
        return new RunView
        {
            Status = run.IsComplete ? RunStatus.Complete
                : run.Failure is not null ? RunStatus.Diverged
                : isBusy ? RunStatus.Running : RunStatus.Paused,
            Step = run.Step,
            TotalSteps = run.TotalSteps,
            Epoch = run.Learner.CompleteEpochs,
            Loss = recorder.SmoothedLosses is [.., var loss] ? loss : double.NaN,
            LearningRate = recorder.LearningRates is [.., var rate] ? rate : double.NaN,
            Sample = run.HeldOut is [.., var sample] ? sample : null,
            LastEpoch = recorder.Epochs is [.., var epoch] ? epoch : null,
            KeptSteps = run.KeptSteps,
            Message = run.Explanation ?? "",
            Folder = _files?.Folder ?? "",
            Curves = View.Curves,
            Network = View.Network,
            Diagnosis = isBusy ? "" : RunDiagnosis.Of(run),
            Hash = isBusy ? "" : _hash ??= WeightsHash.Of(run.Model.Module).ToString("x16", CultureInfo.InvariantCulture),
        };
    }
}
