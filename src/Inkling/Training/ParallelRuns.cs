using System.Runtime.ExceptionServices;
using Inkling.Kernels;

namespace Inkling.Training;

/// <summary>
/// Runs long tasks in parallel, each on a thread of its own with its own random stream and memory pools.
/// </summary>
internal sealed class ParallelRuns
{
    private readonly Lock _gate = new();
    private readonly Action<int> _work;
    private readonly IReadOnlyList<int> _order;
    private ExceptionDispatchInfo? _failure;
    private int _next, _running;

    private ParallelRuns(IReadOnlyList<int> order, Action<int> work) => (_order, _work) = (order, work);

    [ThreadStatic]
    private static ParallelRuns? Current;

    /// <summary>
    /// Runs all tasks and returns when they have ended. After an exception no further task is started, and the exception is rethrown.
    /// </summary>
    /// <param name="order">The tasks, in the order in which they are started.</param>
    /// <param name="threads">The number of concurrent tasks, at least 1.</param>
    /// <param name="work">Runs a task.</param>
    public static void Run(IReadOnlyList<int> order, int threads, Action<int> work)
    {
        var all = new ParallelRuns(order, work);
        var workers = Enumerable.Range(1, Math.Min(threads, order.Count))
            .Select(number => new Thread(all.Work) { IsBackground = true, Name = $"Inkling run {number}" }).ToArray();
        all._running = workers.Length;
        foreach (var worker in workers)
            worker.Start();
        foreach (var worker in workers)
            worker.Join();
        all._failure?.Throw();
    }

    /// <summary>
    /// Selects whether the loops of this thread use the worker pool: not while other tasks run, which occupy the cores, but in the last
    /// one. The results have the same bits. To be called before each step.
    /// </summary>
    public static void ShareLoops() => WorkerPool.Alone = Current is { } all && Volatile.Read(ref all._running) > 1;

    private void Work()
    {
        Current = this;
        ShareLoops();
        try
        {
            while (TryTake(out var piece))
                _work(piece);
        }
#pragma warning disable CA1031 // Rethrown on the waiting thread.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            lock (_gate)
                (_failure, _next) = (_failure ?? ExceptionDispatchInfo.Capture(failure), _order.Count);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private bool TryTake(out int piece)
    {
        lock (_gate)
        {
            var isLeft = _next < _order.Count;
            piece = isLeft ? _order[_next++] : -1;
            return isLeft;
        }
    }
}
