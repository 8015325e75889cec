using System.Globalization;
using System.Xml.Linq;
using Inkling.Figures.Charts;

namespace Inkling.Figures.Tests.Charts;

public class ClassHistogramTests
{
    [Fact]
    public void Bars_are_as_long_as_their_counts_and_labelled()
    {
        var svg = new ClassHistogram("t", ["zero", "one"]).Add("train", [1000, 250]).Add("test", [500, 0]).ShouldBeSound();
        var bars = svg.Descendants()
            .Where(element => element.Name.LocalName == "rect"
                && element.Attribute("class")!.Value.StartsWith("bar", StringComparison.Ordinal)
            && element.Parent!.Elements().First().Name.LocalName == "title").ToList();
        double[] widths = [.. bars.Select(bar => double.Parse(bar.Attribute("width")!.Value, CultureInfo.InvariantCulture))];
        (widths[1] / widths[0]).ShouldBe(0.5, 0.001);
        (widths[2] / widths[0]).ShouldBe(0.25, 0.001);
        widths[3].ShouldBe(0);
        bars.Select(bar => bar.Parent!.Element(XName.Get("title", bar.Name.NamespaceName))!.Value)
            .ShouldBe(["zero, train: 1,000 images", "zero, test: 500 images", "one, train: 250 images", "one, test: 0 images"]);
    }

    [Fact]
    public void The_description_has_totals_and_extremes() =>
        new ClassHistogram("t", ["a", "b", "c"]).Add("train", [3, 1_000_000, 2]).Description.ShouldBe(
        "Images in each of 3 classes. train: 1,000,005 images, fewest of c (2), most of b (1,000,000).");

    [Fact]
    public void No_counts_and_zeros_are_drawn()
    {
        new ClassHistogram("t", []).ShouldBeSound();
        new ClassHistogram("t", ["a"]).ShouldBeSound();
        new ClassHistogram("t", []).Add("none", []).ShouldBeSound();
        new ClassHistogram("t", ["a", "b"]).Add("none", [0, 0]).ShouldBeSound();
        new ClassHistogram("t", ["a", "b"])
            .Add("most", [int.MaxValue, int.MaxValue]).ShouldBeSound().ToString().ShouldContain("4,294,967,294");
    }

    [Fact]
    public void Counts_that_do_not_fit_are_rejected()
    {
        Should.Throw<ArgumentException>(() => new ClassHistogram("t", ["a"]).Add("train", [1, 2])).Message.ShouldStartWith(
            "ClassHistogram: train has 2 counts, expected one for each of 1 classes");
        Should.Throw<ArgumentException>(() => new ClassHistogram("t", ["a"]).Add("train", [-1])).Message.ShouldStartWith(
            "ClassHistogram: train has a count of -1, expected at least 0");
    }
}
