using System.Runtime.ExceptionServices;

namespace Inkling.Data;

/// <summary>Work that is repeated on a background thread, one run at a time, without allocation.</summary>
/// <param name="work">The work of one run.</param>
#pragma warning disable CA1001 // The event owns only memory until its wait handle is requested.
internal sealed class BackgroundWork(Action work) : IThreadPoolWorkItem
#pragma warning restore CA1001
{
    private readonly ManualResetEventSlim _done = new(initialState: true);
    private ExceptionDispatchInfo? _failure;

    /// <summary>Starts a run; none may be in progress.</summary>
    public void Start()
    {
        _failure = null;
        _done.Reset();
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Waits for the run to end and rethrows its exception.</summary>
    public void Wait()
    {
        _done.Wait();
        _failure?.Throw();
    }

    /// <summary>Waits for the run to end and ignores its exception.</summary>
    public void Finish() => _done.Wait();

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        Kernels.WorkerPool.Alone = true;
        try
        {
            work();
        }
#pragma warning disable CA1031 // Rethrown on the thread that waits.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
        }
        finally
        {
            Kernels.WorkerPool.Alone = false;
            _done.Set();
        }
    }
}
