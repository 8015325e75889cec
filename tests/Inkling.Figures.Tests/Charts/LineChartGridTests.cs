using Inkling.Figures.Charts;

namespace Inkling.Figures.Tests.Charts;

public class LineChartGridTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(20)]
    public void Charts_are_within_the_figure_and_do_not_overlap(int count)
    {
        foreach (var isShared in (bool[])[false, true])
        {
            var grid = new LineChartGrid("t") { HasSharedScale = isShared };
            for (var i = 0; i < count; i++)
                grid.Add(new LineChart($"a run with quite a long name, number {i}", "epoch", "loss")
                    .Add("train", [1, 2], [1_234_567, i]).Add("valid", [1, 2], [2, i]), "oscillating", false);
            grid.ShouldBeSound();
            var panels = grid.Panels();
            panels.ShouldAllBe(
                panel => panel.Area.Right <= 480 - 10 && panel.Area.Left > 20 && panel.Area.Bottom + 48 <= grid.BodyHeight
                    && panel.Top >= 24);
            foreach (var (a, b) in panels.SelectMany(a => panels.Where(b => b != a).Select(b => (a, b))))
                (a.Area.Right <= b.Left || b.Area.Right <= a.Left || a.Area.Bottom <= b.Top || b.Area.Bottom <= a.Top).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_shared_scale_is_the_same_in_all_charts()
    {
        LineChartGrid Grid(bool isShared) => new LineChartGrid("t") { HasSharedScale = isShared }
            .Add(new LineChart("a", "epoch", "loss").Add("train", [1, 5], [0, 1]))
                .Add(new LineChart("b", "epoch", "loss").Add("train", [1, 9], [0, 40]));
        Grid(true).Panels().Select(panel => (panel.Area.XAxis.High, panel.Area.YAxis.High)).ShouldBe([(9, 40), (9, 40)]);
        Grid(false).Panels().Select(panel => (panel.Area.XAxis.High, panel.Area.YAxis.High)).ShouldBe([(5, 1), (9, 40)]);
    }

    [Fact]
    public void A_name_has_one_colour_in_all_charts()
    {
        var svg = new LineChartGrid("t")
            .Add(new LineChart("a", "x", "y").Add("train", [1, 2], [1, 2]).Add("valid", [1, 2], [1, 2]))
                .Add(new LineChart("b", "x", "y").Add("valid", [1, 2], [1, 2])).ShouldBeSound();
        svg.Descendants()
            .Where(element => element.Name.LocalName == "circle" && element.Value.StartsWith("valid", StringComparison.Ordinal))
            .Select(circle => circle.Attribute("class")!.Value).Distinct().ShouldBe(["dot c1"]);
    }

    [Fact]
    public void The_description_has_every_chart_with_its_note()
    {
        new LineChartGrid("t")
            .Add(new LineChart("lr 0.1", "epoch", "loss").Add("train", [1, 2], [2, 1]), "good", true).Description.ShouldBe(
                "1 chart. lr 0.1 (good): train: from 2 to 1.");
        new LineChartGrid("t").ShouldBeSound();
        new LineChartGrid("t") { HasSharedScale = true }.Add(new LineChart("a", "x", "y")).ShouldBeSound();
    }
}
