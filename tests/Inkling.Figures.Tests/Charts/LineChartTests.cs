using System.Xml.Linq;
using Inkling.Figures.Charts;
using Inkling.Figures.Drawing;

namespace Inkling.Figures.Tests.Charts;

public sealed class LineChartTests : IDisposable
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private readonly string _folder = Directory.CreateTempSubdirectory("inkling-figures-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_plot_is_well_formed_and_has_a_description()
    {
        var svg = Parse(
            new LineChart("Loss < 1 & \"falling\"", "epoch", "loss")
                .Add("train", [1, 2, 3], [0.9, 0.5, 0.25]).Add("valid", [1, 2, 3], [1, 0.6, 0.7]));
        svg.Element(Svg + "title")!.Value.ShouldBe("Loss < 1 & \"falling\"");
        svg.Element(Svg + "desc")!.Value.ShouldBe("loss over epoch. train: from 0.9 to 0.25. valid: from 1 to 0.7, lowest 0.6.");
        svg.Attribute("role")!.Value.ShouldBe("img");
        svg.Element(Svg + "style")!.Value.ShouldContain("prefers-color-scheme:dark");
        var texts = svg.Descendants(Svg + "text").Select(text => text.Value).ToList();
        foreach (var expected in (string[])["epoch", "loss", "train", "valid", "1", "2", "3", "0.2"])
            texts.ShouldContain(expected);
        svg.Descendants(Svg + "circle").Select(circle => circle.Element(Svg + "title")!.Value).ShouldContain("valid: 0.7 at 3");
    }

    [Fact]
    public void Values_are_at_the_coordinates_of_their_axes()
    {
        var svg = Parse(new LineChart("t", "x", "y").Add("line", [0, 10], [0, 100]));
        var path = svg.Descendants(Svg + "path").Last().Attribute("d")!.Value;
        path.ShouldBe("M56.46 272L458 32");
        var logarithmic = Parse(new LineChart("t", "x", "y") { LogarithmicX = true }.Add("line", [1e-4, 1e-2, 1], [0, 1, 0]));
        logarithmic.Descendants(Svg + "path").Last().Attribute("d")!.Value.ShouldBe("M52.4 272L255.2 32L458 272");
    }

    [Fact]
    public void NaN_leaves_a_gap_and_many_values_are_thinned()
    {
        var gap = Parse(new LineChart("t", "x", "y").Add("line", [0, 1, 2, 3], [0, 1, double.NaN, 1]));
        gap.Descendants(Svg + "path").Last().Attribute("d")!.Value.Count(character => character == 'M').ShouldBe(2);
        var alone = Parse(new LineChart("t", "x", "y").Add("line", [0, 1, 2], [double.NaN, 1, double.NaN], LineStyle.Thin));
        alone.Descendants(Svg + "path").Last().Attribute("d")!.Value.ShouldEndWith("h1");
        double[] x = [.. Enumerable.Range(0, 100_000).Select(i => (double)i)], spikes = new double[100_000];
        (spikes[123], spikes[77_777]) = (2, -1);
        var line = Parse(new LineChart("t", "x", "y").Add("line", x, spikes)).Descendants(Svg + "path").Last().Attribute("d")!.Value;
        line.Split('L').Length.ShouldBeInRange(1000, 2000);
        line.ShouldMatch("L[0-9.]+ 32L");
        line.ShouldMatch("L[0-9.]+ 272L");
        Parse(new LineChart("t", "x", "y").Add("sine", 0, 6, Math.Sin)).Descendants(Svg + "circle").ShouldBeEmpty();
    }

    [Fact]
    public void No_points_one_point_and_a_flat_line_are_drawn()
    {
        Parse(new LineChart("t", "x", "y"));
        Parse(new LineChart("t", "x", "y").Add("none", [1, 2], [double.NaN, double.NaN]))
            .Element(Svg + "desc")!.Value.ShouldContain("none: no values.");
        foreach (var value in (double[])[0, -3, 1e-9, 1e12])
            Parse(new LineChart("t", "x", "y").Add("one", [value], [value]).Add("flat", [value, value], [value, value]))
                .ToString().ShouldNotContain("NaN");
    }

    [Fact]
    public void Whole_x_values_have_whole_ticks()
    {
        var texts = Parse(new LineChart("t", "epoch", "y").Add("line", [1, 2, 3], [0, 1, 2]))
            .Descendants(Svg + "text").Select(text => text.Value).ToList();
        foreach (var expected in (string[])["1", "2", "3"])
            texts.ShouldContain(expected);
        Parse(new LineChart("t", "epoch", "loss").Add("loss", [1, 2, 3], [20, 30, 40]))
            .Descendants(Svg + "text").Select(text => text.Value).ShouldNotContain("1.5");
    }

    [Fact]
    public void Values_outside_a_fixed_axis_are_clipped_and_mentioned()
    {
        var svg = Parse(
            new LineChart("t", "x", "y") { From = 0, UpTo = 5 }.Add("line", [0, 1, 2], [1, 1e300, 2]).Add("other", [0, 1], [4, 5]));
        svg.Descendants(Svg + "text").Last().Value.ShouldBe("Values above 5 are outside the plot.");
        var inner = svg.Descendants(Svg + "svg").Single();
        double.Parse(inner.Attribute("height")!.Value, System.Globalization.CultureInfo.InvariantCulture).ShouldBe(252);
        inner.Descendants(Svg + "path").First().Attribute("d")!.Value.Length.ShouldBeLessThan(60);
        Parse(new LineChart("t", "x", "y") { UpTo = 5 }.Add("line", [0, 1], [1, 5])).ToString().ShouldNotContain("outside");
    }

    [Fact]
    public void A_single_line_with_the_name_of_its_axis_has_no_legend()
    {
        new LineChart("t", "x", "loss").Add("loss", [1], [1]).LegendHeight.ShouldBe(0);
        new LineChart("t", "x", "loss").Add("train", [1], [1]).LegendHeight.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Values_that_cannot_be_drawn_are_rejected()
    {
        Should.Throw<ArgumentException>(() => new LineChart("t", "x", "y").Add("a", [1, 2], [1]));
        Should.Throw<ArgumentException>(() => new LineChart("t", "x", "y").Add("a", [double.NaN], [1]));
        Should.Throw<ArgumentException>(() => new LineChart("t", "x", "y") { LogarithmicX = true }.Add("a", [0], [1]));
    }

    [Fact]
    public void Save_writes_a_standalone_svg()
    {
        var path = Path.Combine(_folder, "a.svg");
        var plot = new LineChart("t", "x", "y").Add("line", [0, 1], [0, 1]);
        plot.Save(path);
        File.ReadAllText(path).ShouldBe(plot.ToSvg());
    }

    private static XElement Parse(LineChart plot) => XDocument.Parse(plot.ToSvg()).Root!;
}
