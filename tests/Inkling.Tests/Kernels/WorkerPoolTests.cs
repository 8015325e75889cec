using Inkling.Kernels;

namespace Inkling.Tests.Kernels;

[Collection(ComputeSettings.Name)]
public unsafe class WorkerPoolTests
{
    [Theory]
    [InlineData(2, 30_000)]
    [InlineData(16, 5_000)]
    public void Every_item_is_done_once_and_before_the_loop_returns(int threads, int loops)
    {
        // Small loops of changing length, one right after the other: a thread that is late must never take an item of the next loop.
        var random = new RandomStream(1);
        var counts = new int[64];
        var wrong = ComputeSettings.With(threads, () =>
        {
            for (var loop = 0; loop < loops; loop++)
            {
                var count = 1 + random.Next(counts.Length);
                Array.Clear(counts);
                fixed (int* context = counts)
                    WorkerPool.For(count, &CountUp, context);
                for (var i = 0; i < counts.Length; i++)
                {
                    if (counts[i] != (i < count ? 1 : 0))
                        return $"loop {loop}: item {i} of {count} was done {counts[i]} times";
                }
            }

            return "";
        });
        wrong.ShouldBe("");
    }

    [Fact]
    public void A_loop_inside_a_loop_runs_too()
    {
        var sums = new int[8];
        ComputeSettings.With(2, () =>
        {
            fixed (int* context = sums)
                WorkerPool.For(8, &Inner, context);
            return 0;
        });
        sums.ShouldAllBe(sum => sum == 10);
    }

    [Fact]
    public void Loops_of_several_threads_at_once_do_not_disturb_each_other()
    {
        ComputeSettings.With(3, () =>
        {
            Parallel.For(0, 4, _ =>
            {
                var counts = new int[50];
                for (var loop = 0; loop < 500; loop++)
                {
                    fixed (int* context = counts)
                        WorkerPool.For(50, &CountUp, context);
                }

                counts.ShouldAllBe(count => count == 500);
            });
            return 0;
        });
    }

    [Fact]
    public void Threads_are_1_to_256()
    {
        Should.Throw<ArgumentOutOfRangeException>(
            () => Compute.Threads = 0).Message.ShouldStartWith("0 threads asked for, 1 to 256 are possible");
        Should.Throw<ArgumentOutOfRangeException>(() => Compute.Threads = 257);
    }

    private static void CountUp(void* context, int item) => Interlocked.Increment(ref ((int*)context)[item]);

    private static void Inner(void* context, int item)
    {
        var counts = stackalloc int[10];
        new Span<int>(counts, 10).Clear();
        WorkerPool.For(10, &CountUp, counts);
        for (var i = 0; i < 10; i++)
            Interlocked.Add(ref ((int*)context)[item], counts[i]);
    }
}
