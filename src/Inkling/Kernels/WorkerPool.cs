using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Inkling.Kernels;

/// <summary>
/// Threads that share a loop. <c>Parallel.For</c> costs more than a whole small product; here a worker that has finished spins for a while
/// before it sleeps, and starting a loop costs about a microsecond and no memory. Items are cut by the shape of the work alone, so the
/// result does not depend on the thread that computes them.
/// </summary>
/// <remarks>
/// Each thread begins with a run of items of its own, the same share of every loop, and then takes those of others. Loops that cut the same
/// memory alike thus find it in the cache of the same core: fetching what another core has just written costs more than most of the
/// arithmetic here.
/// </remarks>
internal static unsafe class WorkerPool
{
    /// <summary>The time that a worker spins for the next loop before it sleeps, in seconds.</summary>
    private const double SpinSeconds = 200e-6;

    /// <summary>The time that a thread waits after its own items before it takes those of others, in seconds.</summary>
    private const double HelpSeconds = 4e-6;

    private static readonly long HelpTicks = (long)(HelpSeconds * Stopwatch.Frequency);
    private static readonly long SpinTicks = (long)(SpinSeconds * Stopwatch.Frequency);
    private static readonly Lock Gate = new();
    private static readonly SemaphoreSlim Sleepers = new(0);
    private static int _threads = Math.Clamp(Environment.ProcessorCount, 1, 256);
    private static int _started;
    private static int _busy;

    [ThreadStatic]
    private static bool _alone;

    // The current loop. Written only when every item of the previous loop is done.
    private static delegate*<void*, int, void> _body;
    private static void* _context;
    private static int _count;
    private static int _sharers;

    // On cache lines of their own: the number of the loop, the items done, the sleeping threads; and for each thread the items of its run
    // that have not been taken, with the number of the loop in the high half.
    private static readonly Padded[] Counters = new Padded[3];
    private static readonly Padded[] Runs = new Padded[256];

    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Padded
    {
        [FieldOffset(64)]
        public long Value;
    }

    private static ref long Loop => ref Counters[0].Value;

    private static ref long Done => ref Counters[1].Value;

    private static ref long Sleeping => ref Counters[2].Value;

    /// <summary>Gets or sets the number of threads that share a loop, the calling one included: 1 to 256.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 256.</exception>
    public static int Threads
    {
        get => _threads;
        set
        {
            if (value is < 1 or > 256)
                throw new ArgumentOutOfRangeException(nameof(value), value, $"{value} threads asked for, 1 to 256 are possible");
            _threads = value;
        }
    }

    /// <summary>
    /// Gets or sets whether this thread runs its loops by itself: for work in the background, which would otherwise take the workers from a
    /// training step.
    /// </summary>
    public static bool Alone
    {
        get => _alone;
        set => _alone = value;
    }

    /// <summary>
    /// Calls <paramref name="body"/>(<paramref name="context"/>, i) for each i from 0 to <paramref name="count"/> - 1, in any order, and
    /// returns when all are done.
    /// </summary>
    /// <remarks>The body must not throw. A loop started while another one runs, or inside one, runs on the calling thread alone.</remarks>
    public static void For(int count, delegate*<void*, int, void> body, void* context)
    {
        var sharers = Math.Min(_threads, count);
        if (sharers <= 1 || _alone || Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            for (var i = 0; i < count; i++)
                body(context, i);
            return;
        }

        if (_started < sharers - 1)
            StartWorkers(sharers - 1);

        _body = body;
        _context = context;
        (_count, _sharers) = (count, sharers);
        Volatile.Write(ref Done, 0);
        var loop = (Loop + 1) & int.MaxValue;
        for (var i = 0; i < sharers; i++)
            Volatile.Write(ref Runs[i].Value, (loop << 32) | (uint)(RunStart(i + 1, count, sharers) - RunStart(i, count, sharers)));
        Interlocked.Exchange(ref Loop, loop);
        var sleeping = (int)Volatile.Read(ref Sleeping);
        if (sleeping > 0)
            Sleepers.Release(Math.Min(sleeping, sharers - 1));

        TakeItems(loop, 0);
        var wait = default(SpinWait);
        var spins = 0;
        while (Volatile.Read(ref Done) != count)
        {
            if (++spins < 20_000)
                Thread.SpinWait(1);
            else
                wait.SpinOnce(sleep1Threshold: -1);
        }

        Volatile.Write(ref _busy, 0);
    }

    /// <summary>The same, on the calling thread alone where <paramref name="shared"/> is not set.</summary>
    public static void For(int count, delegate*<void*, int, void> body, void* context, bool shared)
    {
        if (shared)
        {
            For(count, body, context);
            return;
        }

        for (var i = 0; i < count; i++)
            body(context, i);
    }

    /// <summary>
    /// The same for longer work that may throw: an exception of one of the calls is rethrown when all are done. Loops inside a call run on
    /// its thread alone. Allocates, unlike the loops of a training step.
    /// </summary>
    public static void For(int count, Action<int> body)
    {
        var calls = new Calls(body);
        var handle = GCHandle.Alloc(calls);
        try
        {
            For(count, &Calls.Do, (void*)GCHandle.ToIntPtr(handle));
        }
        finally
        {
            handle.Free();
        }

        calls.Failure?.Throw();
    }

    private static int RunStart(int thread, int count, int sharers) => (int)((long)count * thread / sharers);

    /// <summary>Computes the items of a thread's own run, then the remaining ones of the others.</summary>
    private static void TakeItems(long loop, int thread)
    {
        var sharers = _sharers;
        for (var i = 0; i < sharers; i++)
        {
            if (i == 1 && AllDoneSoon(loop))
                return;
            var owner = thread + i < sharers ? thread + i : thread + i - sharers;
            while (true)
            {
                var run = Volatile.Read(ref Runs[owner].Value);
                var left = (int)run;
                if (run >> 32 != loop || left == 0)
                    break;

                // Read between two reads of a run with items left: the loop cannot have ended in between, so these fields belong to it.
                // Where none is left, they may already be those of the next loop.
                var body = _body;
                var context = _context;
                var item = RunStart(owner + 1, _count, _sharers) - left;
                if (Interlocked.CompareExchange(ref Runs[owner].Value, run - 1, run) != run)
                    continue;
                body(context, item);
                Interlocked.Increment(ref Done);
            }
        }
    }

    /// <summary>
    /// Waits a little for the others: what they work on is in their caches, and helping pays only where one is delayed.
    /// </summary>
    private static bool AllDoneSoon(long loop)
    {
        var deadline = Stopwatch.GetTimestamp() + HelpTicks;
        while (Volatile.Read(ref Done) < _count && Volatile.Read(ref Loop) == loop)
        {
            if (Stopwatch.GetTimestamp() > deadline)
                return false;
            Thread.SpinWait(1);
        }

        return true;
    }

    private static void StartWorkers(int wanted)
    {
        lock (Gate)
        {
            for (; _started < wanted; _started++)
            {
                var thread = _started + 1;
                new Thread(() => Work(thread)) { IsBackground = true, Name = $"Inkling worker {thread}" }.Start();
            }
        }
    }

    private static void Work(int thread)
    {
        var loop = 0L;
        while (true)
        {
            loop = WaitForLoop(loop);
            if (thread < _sharers)
                TakeItems(loop, thread);
        }
    }

    private static long WaitForLoop(long seen)
    {
        while (true)
        {
            // More threads than processors would only take each other's time.
            var deadline = Stopwatch.GetTimestamp() + (_threads <= Environment.ProcessorCount ? SpinTicks : 0);
            do
            {
                for (var i = 0; i < 64; i++)
                {
                    var loop = Volatile.Read(ref Loop);
                    if (loop != seen)
                        return loop;
                    Thread.SpinWait(1);
                }
            }
            while (Stopwatch.GetTimestamp() < deadline);

            Interlocked.Increment(ref Sleeping);
            if (Volatile.Read(ref Loop) == seen)
                Sleepers.Wait();
            Interlocked.Decrement(ref Sleeping);
        }
    }

    private sealed class Calls(Action<int> body)
    {
        public ExceptionDispatchInfo? Failure { get; private set; }

        public static void Do(void* context, int index)
        {
            var calls = (Calls)GCHandle.FromIntPtr((nint)context).Target!;
            try
            {
                calls._body(index);
            }
#pragma warning disable CA1031 // Rethrown on the waiting thread.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                calls.Failure = ExceptionDispatchInfo.Capture(failure);
            }
        }

        private readonly Action<int> _body = body;
    }
}
