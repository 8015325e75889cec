using Inkling.Analysis;

namespace Inkling.Tests.Analysis;

public class IntervalTests
{
    // Found by bisection of |share - p| = z sqrt(p (1 - p) / count).
    [Theory]
    [InlineData(8, 10, 0.4901625, 0.9433178)]
    [InlineData(1, 1, 0.2065493, 1)]
    [InlineData(50, 100, 0.4038315, 0.5961685)]
    [InlineData(9560, 10000, 0.9518021, 0.9598471)]
    public void Agrees_with_known_values(int hits, int count, double low, double high)
    {
        var interval = Interval.Of(hits, count);
        interval.Low.ShouldBe(low, 1e-6);
        interval.High.ShouldBe(high, 1e-6);
    }

    /// <summary>The ends are where a share p is just z standard deviations of its own from what was seen.</summary>
    [Theory]
    [InlineData(3, 17)]
    [InlineData(0, 12)]
    [InlineData(12, 12)]
    [InlineData(997, 1000)]
    public void The_ends_solve_the_equation_of_the_score(int hits, int count)
    {
        var (low, high) = Interval.Of(hits, count);
        var share = hits / (double)count;
        foreach (var p in (double[])[low, high])
        {
            if (p is > 0 and < 1)
                (Math.Abs(share - p) / Math.Sqrt(p * (1 - p) / count)).ShouldBe(1.959964, 1e-5);
        }

        low.ShouldBeInRange(0, share);
        high.ShouldBeInRange(share, 1);
    }

    [Fact]
    public void None_and_all_of_n_stay_within_0_and_1()
    {
        Interval.Of(0, 20).Low.ShouldBe(0);
        Interval.Of(0, 20).High.ShouldBe(0.161125, 1e-5);
        Interval.Of(20, 20).High.ShouldBe(1);
        Interval.Of(20, 20).Low.ShouldBe(1 - 0.161125, 1e-5);
        Interval.Of(0, 0).ShouldBe(new Interval(0, 1));
    }

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(6, 5)]
    [InlineData(0, -1)]
    public void Hits_that_are_not_among_the_items_are_refused(int hits, int count) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Interval.Of(hits, count));
}
