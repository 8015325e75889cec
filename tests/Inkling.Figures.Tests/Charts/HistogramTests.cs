using Inkling.Figures.Charts;

namespace Inkling.Figures.Tests.Charts;

public class HistogramTests
{
    [Fact]
    public void Every_value_is_counted_once_between_round_numbers()
    {
        var random = new RandomStream(5);
        double[] values = [.. Enumerable.Range(0, 1000).Select(_ => random.NextDouble())];
        var histogram = new Histogram("t", "x", "images", values, 10);
        histogram.Counts.ShouldBe(Enumerable.Range(0, 10).Select(i => values.Count(value => value >= i / 10.0 && value < (i + 1) / 10.0)));
        new Histogram("t", "x", "images", [0, 1, 1, 1], 2).Counts.ShouldBe([1, 3]);
    }

    [Fact]
    public void The_median_and_missing_values_are_named()
    {
        var histogram = new Histogram("t", "smallest epsilon", "images", [3, 1, 2, 10, double.NaN, double.PositiveInfinity]);
        histogram.Median.ShouldBe(2.5);
        histogram.Description.ShouldBe("smallest epsilon of 4 images: from 1 to 10, median 2.5. Without a finite value: 2 of 6 images.");
        new Histogram("t", "x", "images", [1, 5, 2]).Median.ShouldBe(2);
        AttackCharts.MinimalEpsilons([double.PositiveInfinity])
            .ShouldBeSound().ToString().ShouldContain("Not misclassified at any epsilon: 1 of 1 images.");
    }

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { 0.0 })]
    [InlineData(new[] { 5.0, 5 })]
    [InlineData(new[] { -1e300, 1e300 })]
    [InlineData(new[] { 1e-300, 2e-300 })]
    public void No_values_one_value_and_extremes_are_drawn(double[] values)
    {
        var histogram = new Histogram("t", "x", "images", values);
        histogram.ShouldBeSound();
        histogram.Counts.Sum().ShouldBe(values.Length);
    }
}
