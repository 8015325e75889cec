using System.Globalization;
using Inkling.Analysis;
using Inkling.Figures.Charts;

namespace Inkling.Figures.Tests.Charts;

public class ReliabilityChartTests
{
    [Fact]
    public void Bars_end_at_the_accuracy_and_the_gap_at_the_confidence()
    {
        var chart = new ReliabilityChart("t", [new(0, 0.5, 10, 0.4, 0.2), new(0.5, 1, 100, 0.8, 0.9)], 0.11);
        var groups =
        chart.ShouldBeSound().Descendants()
        .Where(element => element.Name.LocalName == "rect" && element.Attribute("class")!.Value.StartsWith("bar", StringComparison.Ordinal)
            && element.Parent!.Elements().First().Name.LocalName == "title").GroupBy(rect => rect.Parent).ToList();
        double[][] heights =
        [.. groups.Select(
        group => group.Select(rect => double.Parse(rect.Attribute("height")!.Value, CultureInfo.InvariantCulture)).ToArray())];
        heights[0][..2].ShouldBe([0.2 * 220, 0.2 * 220], 0.01);
        heights[1][..2].ShouldBe([0.8 * 220, 0.1 * 220], 0.01);

        // Counts are logarithmic, from a half to the next power of ten.
        (heights[0][2] / heights[1][2]).ShouldBe(Math.Log(10 / 0.5) / Math.Log(100 / 0.5), 0.001);
    }

    [Fact]
    public void The_caption_has_the_error_and_the_description_every_bin()
    {
        var chart = new ReliabilityChart(
            "t", [new(0, 0.5, 1, 0.4, 0), new(0.5, 0.75, 0, double.NaN, double.NaN), new(0.75, 1, 3, 0.9, 1)], 0.175);
        chart.Description.ShouldBe(
            "Accuracy over confidence. Expected calibration error (ECE) 17.50 %: over 4 images the mean confidence is 77.5 % and the "
            + "accuracy 75.0 %. Confidence 0 to 0.5: 1 images, mean confidence 40.0 %, accuracy 0.0 %. "
            + "Confidence 0.75 to 1: 3 images, mean confidence 90.0 %, accuracy 100.0 %.");
        new ReliabilityChart("t", [], 0).ShouldBeSound();
    }
}
