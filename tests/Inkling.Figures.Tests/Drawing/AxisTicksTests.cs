using Inkling.Figures.Drawing;

namespace Inkling.Figures.Tests.Drawing;

public class AxisTicksTests
{
    [Theory]
    [InlineData(0, 1, 0, 1)]
    [InlineData(0.912, 0.978, 0.9, 0.98)]
    [InlineData(-6, 6, -6, 6)]
    [InlineData(1, 40, 0, 40)]
    [InlineData(-0.00003, 0.00007, -0.00004, 0.00008)]
    public void Axes_begin_and_end_at_round_numbers(double low, double high, double first, double last)
    {
        var ticks = AxisTicks.Linear(low, high);
        ticks.Values[0].ShouldBe(first, 1e-12);
        ticks.Values[^1].ShouldBe(last, 1e-12);
        ticks.Values.Count.ShouldBeInRange(4, 9);
        ticks.Values.ShouldAllBe(value => value.ToString("R").Length < 10);
    }

    [Fact]
    public void Whole_axes_have_whole_ticks_only()
    {
        AxisTicks.Linear(0, 2, isWhole: true).Values.ShouldBe([0, 1, 2]);
        AxisTicks.Exact(1, 3, isWhole: true).Values.ShouldBe([1, 2, 3]);
        AxisTicks.Exact(1, 3).Values.ShouldBe([1, 1.5, 2, 2.5, 3]);
        AxisTicks.Exact(5, 5, isWhole: true).Values.ShouldBe([4, 5, 6]);
    }

    [Fact]
    public void An_exact_axis_ends_at_the_extreme_values()
    {
        var ticks = AxisTicks.Exact(1, 47, 5, isWhole: true);
        (ticks.Low, ticks.High).ShouldBe((1, 47));
        ticks.Values.ShouldBe([10, 20, 30, 40]);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-3, -3)]
    [InlineData(1, 1.0000000000000002)]
    [InlineData(1e-320, 2e-320)]
    [InlineData(double.MinValue, double.MaxValue)]
    [InlineData(1e300, 1e300)]
    [InlineData(double.MaxValue, double.MaxValue)]
    public void Ticks_are_few_finite_and_ascending_for_any_values(double low, double high)
    {
        foreach (var ticks in (AxisTicks[])[AxisTicks.Linear(
            low, high), AxisTicks.Exact(low, high), AxisTicks.Linear(low, high, 3, isWhole: true)])
        {
            ticks.High.ShouldBeGreaterThan(ticks.Low);
            ticks.Values.Count.ShouldBeInRange(1, 12);
            ticks.Values.ShouldAllBe(value => double.IsFinite(value));
            ticks.Values.ShouldBe(ticks.Values.Distinct().Order());
            foreach (var value in ((double[])[low, high]).Where(value => Math.Abs(value) <= 1e300))
                new PlotArea(0, 0, 100, 100, ticks, ticks).Y(value).ShouldBeInRange(-0.001, 100.001);
        }
    }

    [Fact]
    public void A_logarithmic_axis_has_powers_of_ten_and_skips_some_of_many()
    {
        AxisTicks.Logarithmic(2e-3, 0.5).Values.ShouldBe([1e-3, 1e-2, 0.1, 1]);
        AxisTicks.Logarithmic(1e-5, 1e-5).Values.ShouldBe([1e-5, 1e-4]);
        AxisTicks.Logarithmic(1e-7, 10, 5).Values.ShouldBe([1e-7, 1e-5, 1e-3, 1e-1, 10]);
        AxisTicks.Logarithmic(1e-30, 1e10, 8).Values.Count.ShouldBeLessThanOrEqualTo(8);
    }
}
