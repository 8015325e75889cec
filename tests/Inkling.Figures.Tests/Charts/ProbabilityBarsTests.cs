using System.Globalization;
using Inkling.Figures.Charts;

namespace Inkling.Figures.Tests.Charts;

public class ProbabilityBarsTests
{
    [Theory]
    [InlineData(null, "neutral", "c0", "Read as b with 70.0 %. Next: a (20.0 %), c (10.0 %).")]
    [InlineData(1, "neutral", "correct", "Read as b with 70.0 %, which is right. Next: a (20.0 %), c (10.0 %).")]
    [InlineData(0, "neutral", "incorrect", "Read as b with 70.0 %, which is wrong: it is a, given 20.0 %. Next: c (10.0 %).")]
    public void The_class_that_was_read_stands_out(int? actual, string other, string read, string description)
    {
        var bars = new ProbabilityBars("t", ["a", "b", "c"], [0.2f, 0.7f, 0.1f], actual);
        bars.Description.ShouldBe(description);
        var drawn = bars.ShouldBeSound().Descendants()
            .Where(element => element.Attribute("class")?.Value.StartsWith("bar ", StringComparison.Ordinal) == true).ToList();
        drawn.Select(bar => bar.Attribute("class")!.Value).ShouldBe([$"bar {other}", $"bar {read}", $"bar {other}"]);
        double[] widths = [.. drawn.Select(bar => double.Parse(bar.Attribute("width")!.Value, CultureInfo.InvariantCulture))];
        (widths[0] / widths[1]).ShouldBe(2 / 7.0, 0.001);
        (widths[2] / widths[1]).ShouldBe(1 / 7.0, 0.001);
    }

    [Fact]
    public void The_right_class_is_marked_where_another_was_read()
    {
        var svg = new ProbabilityBars("t", ["a", "b"], [0.2f, 0.8f], 0).ShouldBeSound();
        svg.Descendants().Single(element => element.Name.LocalName == "text" && element.Value == "a")
            .Attribute("class")!.Value.ShouldBe("text bold correct");
        svg.Descendants().Single(element => element.Name.LocalName == "text" && element.Value == "b")
            .Attribute("class")!.Value.ShouldBe("text bold incorrect");
        svg.ToString().ShouldContain("b: 80.0 %, read<");
        svg.ToString().ShouldContain("a: 20.0 %, right<");
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(-3)]
    [InlineData(1e30f)]
    public void What_is_no_probability_breaks_nothing(float value)
    {
        var svg = new ProbabilityBars("t", ["a", "b"], [value, 0.5f], 1).ShouldBeSound();
        if (float.IsNaN(value))
            svg.ToString().ShouldContain("The probabilities are not numbers.");
        svg.Descendants().Where(element => element.Name.LocalName == "rect")
            .Select(rect => double.Parse(rect.Attribute("width")!.Value, CultureInfo.InvariantCulture))
            .ShouldAllBe(width => width >= 0 && width <= 480);
    }

    [Fact]
    public void What_does_not_belong_together_is_refused()
    {
        Should.Throw<ArgumentException>(() => new ProbabilityBars("t", ["a"], [1, 2]));
        Should.Throw<ArgumentException>(() => new ProbabilityBars("t", [], []));
        Should.Throw<ArgumentOutOfRangeException>(
            () => new ProbabilityBars("t", ["a"], [1], 1)).Message.ShouldStartWith("ProbabilityBars: class 1 is not one of 1");
    }
}
