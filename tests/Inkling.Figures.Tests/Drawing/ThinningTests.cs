using Inkling.Figures.Drawing;

namespace Inkling.Figures.Tests.Drawing;

public class ThinningTests
{
    [Fact]
    public void Few_values_are_all_kept() => Thinning.Extremes([3, 1, 2]).ShouldBe([0, 1, 2]);

    [Theory]
    [InlineData(2001)]
    [InlineData(2999)]
    [InlineData(100_000)]
    public void Of_many_values_the_ends_and_all_extremes_are_kept(int count)
    {
        var random = new RandomStream(3);
        double[] values = [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
        var kept = Thinning.Extremes(values);
        kept.Count.ShouldBeInRange(1000, Thinning.MaxDrawn);
        kept.ShouldBe(kept.Distinct().Order());
        (kept[0], kept[^1]).ShouldBe((0, count - 1));
        kept.ShouldContain(Array.IndexOf(values, values.Min()));
        kept.ShouldContain(Array.IndexOf(values, values.Max()));

        // Each of 999 stretches, counted independently.
        for (var stretch = 0L; stretch < 999; stretch++)
        {
            var (first, end) = (1 + (stretch * (count - 2) / 999), 1 + ((stretch + 1) * (count - 2) / 999));
            var drawn = kept.Where(i => i >= first && i < end).Select(i => values[i]).ToList();
            drawn.Max().ShouldBe(values[(int)first..(int)end].Max());
            drawn.Min().ShouldBe(values[(int)first..(int)end].Min());
        }
    }

    [Fact]
    public void Infinity_and_NaN_leave_a_gap_and_hide_no_extreme()
    {
        var values = new double[10_000];
        Array.Fill(values, double.NaN, 2000, 3000);
        values[100] = double.NaN;
        values[101] = 7;
        var kept = Thinning.Extremes(values);
        kept.ShouldContain(101);
        kept.ShouldContain(i => double.IsNaN(values[i]));
        Thinning.Extremes([.. Enumerable.Repeat(double.NaN, 5000)]).Count.ShouldBeLessThanOrEqualTo(Thinning.MaxDrawn);
    }
}
