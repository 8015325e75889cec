using System.Runtime.ExceptionServices;
using Inkling.Kernels;

namespace Inkling.Training;

/// <summary>
/// Long pieces of work, some at a time, each on a thread of its own: what is made there (tensors, random numbers, pools of memory) goes
/// with
/// the thread and leaves the caller's as they are.
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
    /// Does all pieces and returns when they are done. After one that threw no other is begun, and what it threw is thrown.
    /// </summary>
    /// <param name="order">The pieces, in the order in which they are begun.</param>
    /// <param name="threads">How many run at once, at least 1.</param>
    /// <param name="work">Does a piece.</param>
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
    /// Settles who shares the loops of this thread's steps: nobody while other pieces run, for these keep the processors busy; all when
    /// this is the last
    /// one. A step gives the same bits either way. To be called before each step.
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
#pragma warning disable CA1031 // Thrown again on the thread that waits.
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
