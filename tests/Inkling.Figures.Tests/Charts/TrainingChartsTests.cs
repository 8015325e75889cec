using Inkling.Analysis;
using Inkling.Figures.Charts;
using Inkling.Optim;
using Inkling.Training;

namespace Inkling.Figures.Tests.Charts;

public class TrainingChartsTests
{
    [Fact]
    public void The_suggestions_of_a_search_are_on_its_line()
    {
        var search = new LearningRateSearch([1e-4f, 1e-3f, 1e-2f, 0.1f, 1], [5, 4, 3, 2, 9], [5, 4.5f, 3, 2, 9], 1e-2f, 0.1f);
        var svg = TrainingCharts.Of(search).ToSvg();
        svg.ShouldContain("valley 0.01: 3 at 0.01<");
        svg.ShouldContain("steepest 0.1: 2 at 0.1<");
    }

    [Fact]
    public void An_empty_search_and_one_that_diverged_immediately_are_drawn()
    {
        TrainingCharts.Of(new LearningRateSearch([], [], [], 0.1f, 0.1f)).ShouldBeSound();
        TrainingCharts.Of(new LearningRateSearch([0.1f], [float.NaN], [float.NaN], 0.1f, 0.1f)).ShouldBeSound();
    }

    [Fact]
    public void A_schedule_rises_and_falls_and_its_momentum_inversely()
    {
        var svg = TrainingCharts.Of(new OneCycleSchedule(0.1f, 40), 40).ToSvg();
        svg.ShouldContain("learning rate: 0.1 at 11<");
        svg.ShouldContain("momentum: 0.85 at 11<");
        TrainingCharts.Of(new ConstantSchedule(0.1f), 1).ShouldBeSound().ToString().ShouldNotContain("momentum");
    }

    [Fact]
    public void A_schedule_of_more_steps_than_can_be_drawn_is_sampled_from_the_first_to_the_last()
    {
        var asked = new List<int>();
        var schedule = new LambdaSchedule(step =>
        {
            asked.Add(step);
            return 0.1f;
        });
        TrainingCharts.Of(schedule, int.MaxValue).ShouldBeSound();
        asked.Count.ShouldBe(100_000);
        asked.ShouldBeInOrder();
        (asked[0], asked[^1]).ShouldBe((0, int.MaxValue - 1));
    }

    [Fact]
    public void Curves_have_a_chart_for_the_loss_and_one_for_each_metric()
    {
        EpochRecord[] epochs = [new(1, 2, 1.5, [0.5, 0.25], 1, 1, 10), new(2, 1, double.NaN, [0.75, 0.5], 1, 1, 10)];
        var svg = TrainingCharts.Curves(epochs, ["accuracy", "top_2"], [0.6, 0.9]).ToSvg();
        foreach (var expected in (string[])["training: 2 at 1<", "validation: 1.5 at 1<", "validation: 0.75 at 2<", "training: 0.9 at 2<",
            "validation: 0.5 at 2<", ">Top 2<"])
            svg.ShouldContain(expected);
        TrainingCharts.Curves([], ["accuracy"]).ShouldBeSound();
        TrainingCharts.Curves([new(1, 2, double.NaN, [], 1, 1, 10)], ["accuracy"]).ShouldBeSound();
    }

    [Fact]
    public void A_hundred_thousand_steps_are_thinned_and_keep_their_maximum()
    {
        var losses = new float[100_000];
        Array.Fill(losses, 1);
        losses[43_210] = 1.4f;
        var figure = TrainingCharts.Steps(losses, losses);
        figure.ToSvg().Length.ShouldBeLessThan(80_000);
        figure.ToSvg().Split("L227.66 32L").Length.ShouldBe(3, "both lines show the spike");
        figure.Description.ShouldContain("highest 1.4");
    }

    [Fact]
    public void A_run_that_diverged_does_not_flatten_the_others()
    {
        var grid = TrainingCharts.Runs("t", "loss",
        [
            new("good", [2.3, 1, 0.5], [2, 1, 0.6], new CurveDiagnosis(CurveClass.Good, "")),
            new("diverged", [2.3, 1e9, double.NaN], [], new CurveDiagnosis(CurveClass.Diverged, "")), new("without diagnosis", [], []),
            new("overfitting", [2.3, 0.1, 0.01], [2, 0.4, 0.6], new CurveDiagnosis(CurveClass.Good, ""), IsOverfitting: true),
        ]);
        grid.Panels().ShouldAllBe(panel => panel.Area.YAxis.High == 5);
        grid.Panels().Select(panel => (panel.Note, panel.IsGood))
            .ShouldBe([("good", true), ("diverged", false), ("", (bool?)null), ("good, overfitting", false)]);
        grid.ShouldBeSound().ToString().ShouldContain("Values above 5 are outside the plot.");
        TrainingCharts.Runs("t", "accuracy", [new("slow", [0.1, 0.9], [0.1, 0.95])]).Panels().Single().Area.YAxis.High.ShouldBe(1);
    }
}
