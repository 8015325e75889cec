using Inkling.Training;

namespace Inkling.Tests.Training;

public class RecorderTests
{
    [Fact]
    public void The_smoothed_loss_is_a_mean_that_forgets_without_the_start_at_zero()
    {
        var learner = Small.Learner();
        learner.Fit(2, 0.1f);
        var losses = learner.Recorder.Losses;
        for (var step = 0; step < losses.Length; step++)
        {
            var (sum, weights) = (0.0, 0.0);
            for (var i = 0; i <= step; i++)
            {
                var weight = Math.Pow(0.98, step - i);
                (sum, weights) = (sum + (weight * losses[i]), weights + weight);
            }

            learner.Recorder.SmoothedLosses[step].ShouldBe((float)(sum / weights), 1e-5f);
        }
    }

    [Fact]
    public void The_table_has_a_line_for_each_epoch()
    {
        var learner = Small.Learner();
        learner.Fit(2, 0.1f);
        var lines = learner.Recorder.ToString().Split('\n');
        lines.Length.ShouldBe(3);
        lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["epoch", "train_loss", "valid_loss", "accuracy", "time"]);
        lines.Select(line => line.Length).Distinct().ShouldHaveSingleItem();
        lines[2].ShouldStartWith("    2  ");
    }

    [Fact]
    public void Few_steps_are_drawn_all_and_of_many_the_ends_and_every_peak()
    {
        var recorder = new Recorder([]);
        for (var i = 0; i < 10; i++)
            recorder.AddStep(i, 1);
        recorder.ThinnedSteps(10).ShouldBe(Enumerable.Range(0, 10));
        for (var i = 10; i < 100_000; i++)
            recorder.AddStep(i switch { 5_003 => 9, 5_004 => -9, 70_000 => float.NaN, _ => 1 + ((i % 7) / 10f) }, 1);

        var steps = recorder.ThinnedSteps(200);

        steps.Length.ShouldBeLessThanOrEqualTo(200);
        steps.ShouldBe(steps.Order().Distinct());
        steps.ShouldContain(5_003);
        steps.ShouldContain(5_004);
        steps.ShouldContain(70_000);
        (steps[0], steps[^1]).ShouldBe((0, 99_999));
        recorder.ThinnedSteps(4).Length.ShouldBe(4);
        Should.Throw<ArgumentOutOfRangeException>(() => recorder.ThinnedSteps(3));
    }
}
