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
    public void A_plot_is_well_formed_and_says_in_words_what_it_shows()
    {
        var svg = Parse(new LineChart("Loss < 1 & \"falling\"", "epoch", "loss").Add("train", [1, 2, 3], [0.9, 0.5, 0.25]).Add("valid", [1, 2, 3], [1, 0.6, 0.7]));
        svg.Element(Svg + "title")!.Value.ShouldBe("Loss < 1 & \"falling\"");
        svg.Element(Svg + "desc")!.Value.ShouldBe("loss over epoch. train: from 0.9 to 0.25, lowest 0.25, highest 0.9. valid: from 1 to 0.7, lowest 0.6, highest 1.");
        svg.Attribute("role")!.Value.ShouldBe("img");
        svg.Element(Svg + "style")!.Value.ShouldContain("prefers-color-scheme:dark");
        var texts = svg.Descendants(Svg + "text").Select(text => text.Value).ToList();
        foreach (var expected in (string[])["epoch", "loss", "train", "valid", "1", "2", "3", "0.2"])
            texts.ShouldContain(expected);
        svg.Descendants(Svg + "circle").Select(circle => circle.Element(Svg + "title")!.Value).ShouldContain("valid: 0.7 at 3");
    }

    [Fact]
    public void Values_lie_where_their_axes_say()
    {
        var svg = Parse(new LineChart("t", "x", "y").Add("line", [0, 10], [0, 100]));
        var path = svg.Descendants(Svg + "path").Last().Attribute("d")!.Value;
        path.ShouldBe("M66 272L462 32");
        var logarithmic = Parse(new LineChart("t", "x", "y") { LogarithmicX = true }.Add("line", [1e-4, 1e-2, 1], [0, 1, 0]));
        logarithmic.Descendants(Svg + "path").Last().Attribute("d")!.Value.ShouldBe("M66 272L264 32L462 272");
    }

    [Fact]
    public void A_gap_where_there_is_no_number_and_a_thinned_line_where_there_are_many()
    {
        var gap = Parse(new LineChart("t", "x", "y").Add("line", [0, 1, 2, 3], [0, 1, double.NaN, 1]));
        gap.Descendants(Svg + "path").Last().Attribute("d")!.Value.Count(character => character == 'M').ShouldBe(2);
        double[] x = [.. Enumerable.Range(0, 100_000).Select(i => (double)i)];
        new LineChart("t", "x", "y").Add("line", x, x).ToSvg().Length.ShouldBeLessThan(60_000);
        Parse(new LineChart("t", "x", "y").Add("sine", 0, 6, Math.Sin)).Descendants(Svg + "circle").ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_one_point_and_a_flat_line_are_drawn_too()
    {
        Parse(new LineChart("t", "x", "y"));
        Parse(new LineChart("t", "x", "y").Add("none", [1, 2], [double.NaN, double.NaN])).Element(Svg + "desc")!.Value.ShouldContain("none: no values.");
        foreach (var value in (double[])[0, -3, 1e-9, 1e12])
            Parse(new LineChart("t", "x", "y").Add("one", [value], [value]).Add("flat", [value, value], [value, value])).ToString().ShouldNotContain("NaN");
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        Should.Throw<ArgumentException>(() => new LineChart("t", "x", "y").Add("a", [1, 2], [1]));
        Should.Throw<ArgumentException>(() => new LineChart("t", "x", "y").Add("a", [double.NaN], [1]));
        Should.Throw<ArgumentException>(() => new LineChart("t", "x", "y") { LogarithmicX = true }.Add("a", [0], [1]));
    }

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
    public void Save_writes_the_picture()
    {
        var path = Path.Combine(_folder, "a.svg");
        var plot = new LineChart("t", "x", "y").Add("line", [0, 1], [0, 1]);
        plot.Save(path);
        File.ReadAllText(path).ShouldBe(plot.ToSvg());
    }

    private static XElement Parse(LineChart plot) => XDocument.Parse(plot.ToSvg()).Root!;
}
