using System.Runtime.ExceptionServices;

namespace Inkling.Data;

/// <summary>Something done again and again on a background thread, one time after the other, without allocating.</summary>
/// <param name="work">What is done each time.</param>
#pragma warning disable CA1001 // The event holds nothing but memory as long as its wait handle is not asked for.
internal sealed class BackgroundWork(Action work) : IThreadPoolWorkItem
#pragma warning restore CA1001
{
    private readonly ManualResetEventSlim _done = new(initialState: true);
    private ExceptionDispatchInfo? _failure;

    /// <summary>Begins the work, which must not be under way.</summary>
    public void Start()
    {
        _failure = null;
        _done.Reset();
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Waits for the end of the work and throws what it threw.</summary>
    public void Wait()
    {
        _done.Wait();
        _failure?.Throw();
    }

    /// <summary>Waits for the end of the work, whatever came of it.</summary>
    public void Finish() => _done.Wait();

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        Kernels.WorkerPool.Alone = true;
        try
        {
            work();
        }
#pragma warning disable CA1031 // Thrown again on the thread that waits.
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
