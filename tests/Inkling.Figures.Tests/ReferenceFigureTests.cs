using Inkling.Figures.Charts;

namespace Inkling.Figures.Tests;

public class ReferenceFigureTests
{
    [Fact]
    public void A_figure_that_differs_fails_with_the_path_of_the_drawn_one()
    {
        if (Environment.GetEnvironmentVariable("INKLING_RECORD") == "1")
            return;
        var figure = new LineChart("Not as recorded", "x", "y");
        var message = Should.Throw<Xunit.Sdk.XunitException>(() => figure.ShouldLookAs("line-chart-empty")).Message;
        var drawn = Path.Combine(AppContext.BaseDirectory, "drawn", "line-chart-empty.svg");
        message.ShouldContain("line-chart-empty: differs from ");
        message.ShouldEndWith($"Look at {drawn}.");
        File.ReadAllText(drawn).ShouldBe(figure.ToSvg());
        Should.Throw<Xunit.Sdk.XunitException>(
            () => figure.ShouldLookAs("never-recorded")).Message.ShouldContain("INKLING_RECORD=1 records it");
    }

    [Fact]
    public void A_figure_is_drawn_the_same_every_time() =>
        new LineChart("t", "x", "y").ToSvg().ShouldBe(new LineChart("t", "x", "y").ToSvg());
}
