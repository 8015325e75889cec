using Inkling.Figures.Charts;
using Inkling.Optim;
using Inkling.Training;

namespace Inkling.Figures.Tests.Charts;

public class TrainingChartsTests
{
    [Fact]
    public void A_search_shows_its_suggestions_on_the_line()
    {
        var search = new LearningRateSearch([1e-4f, 1e-3f, 1e-2f, 0.1f, 1], [5, 4, 3, 2, 9], [5, 4.5f, 3, 2, 9], 1e-2f, 0.1f);
        var svg = TrainingCharts.Of(search).ToSvg();
        svg.ShouldContain("valley 0.01: 3 at 0.01<");
        svg.ShouldContain("steepest 0.1: 2 at 0.1<");
    }

    [Fact]
    public void A_schedule_rises_and_falls() =>
        TrainingCharts.Of(new FastaiOneCycleSchedule(0.1f, 40), 40).ToSvg().ShouldContain("learning rate: 0.1 at 11<");
}
