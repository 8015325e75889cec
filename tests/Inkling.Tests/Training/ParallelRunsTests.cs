using Inkling.Training;

namespace Inkling.Tests.Training;

public class ParallelRunsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(40)]
    public void Every_piece_is_done_once_and_no_more_run_at_a_time_than_asked_for(int threads)
    {
        var done = new int[20];
        var (running, most) = (0, 0);
        ParallelRuns.Run([.. Enumerable.Range(0, 20)], threads, piece =>
        {
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            Interlocked.Increment(ref done[piece]);
            Interlocked.Decrement(ref running);
        });
        done.ShouldAllBe(count => count == 1);
        most.ShouldBeLessThanOrEqualTo(threads);
    }

    [Fact]
    public void Pieces_are_begun_in_the_order_given()
    {
        var begun = new List<int>();
        ParallelRuns.Run([2, 0, 1], 1, begun.Add);
        begun.ShouldBe([2, 0, 1]);
    }

    [Fact]
    public void What_a_piece_throws_is_thrown_and_ends_the_rest()
    {
        var begun = 0;
        Should.Throw<InvalidDataException>(() => ParallelRuns.Run([.. Enumerable.Range(0, 100)], 2, piece =>
        {
            Interlocked.Increment(ref begun);
            if (piece == 3)
                throw new InvalidDataException("piece 3");
            Thread.Sleep(1);
        })).Message.ShouldBe("piece 3");
        begun.ShouldBeLessThan(100);
    }

    private static void InterlockedMax(ref int most, int now)
    {
        for (var seen = most; now > seen; seen = most)
            Interlocked.CompareExchange(ref most, now, seen);
    }
}
