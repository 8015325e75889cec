using System.Diagnostics;

namespace Inkling.Kernels;

/// <summary>
/// Threads that share a loop. <c>Parallel.For</c> costs more than a whole small product, so here a worker that has finished spins for a moment
/// before it sleeps, and starting a loop costs about a microsecond and no memory. Which thread does which item is left to chance; items
/// are cut by the shape of the work alone, so the result is not.
/// </summary>
internal static unsafe class WorkerPool
{
    /// <summary>How long a worker waits for the next loop before it sleeps, in seconds.</summary>
    private const double SpinSeconds = 200e-6;

    private static readonly long SpinTicks = (long)(SpinSeconds * Stopwatch.Frequency);
    private static readonly Lock Gate = new();
    private static readonly SemaphoreSlim Sleepers = new(0);
    private static int _threads = Math.Clamp(Environment.ProcessorCount, 1, 256);
    private static int _started;
    private static int _busy;

    // The loop being shared. Written before _ticket, and only while no item of the loop before is left.
    private static delegate*<void*, int, void> _body;
    private static void* _context;
    private static int _count;
    private static int _helpers;

    // High half: which loop. Low half: its next item. In a structure of its own so that the counters do not share a cache line.
    private static Counters _counters;

    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit, Size = 384)]
    private struct Counters
    {
        [System.Runtime.InteropServices.FieldOffset(64)]
        public long Ticket;

        [System.Runtime.InteropServices.FieldOffset(192)]
        public int Done;

        [System.Runtime.InteropServices.FieldOffset(320)]
        public int Sleeping;
    }

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

    /// <summary>Runs <paramref name="body"/>(<paramref name="context"/>, i) for each i from 0 to <paramref name="count"/> - 1, in any order, and returns when all are done.</summary>
    /// <remarks>The body must not throw. A loop started while another one runs, or inside one, runs on its own thread alone.</remarks>
    public static void For(int count, delegate*<void*, int, void> body, void* context)
    {
        var helpers = Math.Min(_threads, count) - 1;
        if (helpers <= 0 || Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            for (var i = 0; i < count; i++)
                body(context, i);
            return;
        }

        if (_started < helpers)
            StartWorkers(helpers);

        _body = body;
        _context = context;
        _count = count;
        _helpers = helpers;
        Volatile.Write(ref _counters.Done, 0);
        var loop = (uint)(_counters.Ticket >> 32) + 1;
        Interlocked.Exchange(ref _counters.Ticket, (long)loop << 32);
        var sleeping = Volatile.Read(ref _counters.Sleeping);
        if (sleeping > 0)
            Sleepers.Release(Math.Min(sleeping, helpers));

        TakeItems(loop);
        var wait = default(SpinWait);
        var spins = 0;
        while (Volatile.Read(ref _counters.Done) != count)
        {
            if (++spins < 2000)
                Thread.SpinWait(4);
            else
                wait.SpinOnce(sleep1Threshold: -1);
        }

        Volatile.Write(ref _busy, 0);
    }

    private static void TakeItems(uint loop)
    {
        while (true)
        {
            var ticket = Volatile.Read(ref _counters.Ticket);
            var item = (int)(uint)ticket;
            // A ticket of this loop with items left means that the loop's fields still stand: they change only after its last item is done.
            var body = _body;
            var context = _context;
            var count = _count;
            if ((uint)(ticket >> 32) != loop || item >= count)
                return;
            if (Interlocked.CompareExchange(ref _counters.Ticket, ticket + 1, ticket) != ticket)
                continue;
            body(context, item);
            Interlocked.Increment(ref _counters.Done);
        }
    }

    private static void StartWorkers(int wanted)
    {
        lock (Gate)
        {
            for (; _started < wanted; _started++)
            {
                var index = _started;
                new Thread(() => Work(index)) { IsBackground = true, Name = $"Inkling worker {index + 1}" }.Start();
            }
        }
    }

    private static void Work(int index)
    {
        var seen = 0u;
        while (true)
        {
            var loop = WaitForLoop(seen);
            seen = loop;
            if (index < Volatile.Read(ref _helpers))
                TakeItems(loop);
        }
    }

    private static uint WaitForLoop(uint seen)
    {
        // More threads than processors would only keep each other from working.
        var spin = _threads <= Environment.ProcessorCount;
        while (true)
        {
            var deadline = Stopwatch.GetTimestamp() + SpinTicks;
            do
            {
                for (var i = 0; i < 32; i++)
                {
                    var loop = (uint)(Volatile.Read(ref _counters.Ticket) >> 32);
                    if (loop != seen)
                        return loop;
                    Thread.SpinWait(2);
                }
            }
            while (spin && Stopwatch.GetTimestamp() < deadline);

            Interlocked.Increment(ref _counters.Sleeping);
            if ((uint)(Volatile.Read(ref _counters.Ticket) >> 32) == seen)
                Sleepers.Wait();
            Interlocked.Decrement(ref _counters.Sleeping);
        }
    }
}
