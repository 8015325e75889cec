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
}
