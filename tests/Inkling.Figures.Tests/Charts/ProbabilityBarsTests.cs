using System.Globalization;
using Inkling.Figures.Charts;
using Inkling.Models;

namespace Inkling.Figures.Tests.Charts;

public class ProbabilityBarsTests
{
    [Theory]
    [InlineData(null, "neutral", "c0", "Predicted b, confidence 70.0 %. Next: a (20.0 %), c (10.0 %).")]
    [InlineData(1, "neutral", "correct", "Predicted b, label b, correct, confidence 70.0 %. Next: a (20.0 %), c (10.0 %).")]
    [InlineData(0, "neutral", "incorrect",
        "Predicted b, label a, misclassified, confidence 70.0 %. The label has a probability of 20.0 %. Next: c (10.0 %).")]
    public void The_predicted_class_is_highlighted(int? label, string other, string predicted, string description)
    {
        var bars = new ProbabilityBars("t", new Prediction(["a", "b", "c"], [0.2f, 0.7f, 0.1f], label));
        bars.Description.ShouldBe(description);
        var drawn = bars.ShouldBeSound().Descendants()
            .Where(element => element.Attribute("class")?.Value.StartsWith("bar ", StringComparison.Ordinal) == true).ToList();
        drawn.Select(bar => bar.Attribute("class")!.Value).ShouldBe([$"bar {other}", $"bar {predicted}", $"bar {other}"]);
        double[] widths = [.. drawn.Select(bar => double.Parse(bar.Attribute("width")!.Value, CultureInfo.InvariantCulture))];
        (widths[0] / widths[1]).ShouldBe(2 / 7.0, 0.001);
        (widths[2] / widths[1]).ShouldBe(1 / 7.0, 0.001);
    }

    [Fact]
    public void The_label_is_marked_where_another_class_is_predicted()
    {
        var svg = new ProbabilityBars("t", new Prediction(["a", "b"], [0.2f, 0.8f], 0)).ShouldBeSound();
        svg.Descendants().Single(element => element.Name.LocalName == "text" && element.Value == "a")
            .Attribute("class")!.Value.ShouldBe("text bold correct");
        svg.Descendants().Single(element => element.Name.LocalName == "text" && element.Value == "b")
            .Attribute("class")!.Value.ShouldBe("text bold incorrect");
        svg.ToString().ShouldContain("b: 80.0 %, predicted<");
        svg.ToString().ShouldContain("a: 20.0 %, label<");
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(-3)]
    [InlineData(1e30f)]
    public void Values_that_are_no_probabilities_are_drawn(float value)
    {
        var svg = new ProbabilityBars("t", new Prediction(["a", "b"], [value, 0.5f], 1)).ShouldBeSound();
        if (float.IsNaN(value))
            svg.ToString().ShouldContain("The probabilities are NaN.");
        svg.Descendants().Where(element => element.Name.LocalName == "rect")
            .Select(rect => double.Parse(rect.Attribute("width")!.Value, CultureInfo.InvariantCulture))
            .ShouldAllBe(width => width >= 0 && width <= 480);
    }
}
