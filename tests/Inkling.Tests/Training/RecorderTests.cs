using Inkling.Tests.Training.Callbacks;

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
    public void Without_the_steps_of_earlier_epochs_the_history_has_those_of_the_current_one()
    {
        var whole = Small.Learner();
        whole.Fit(3, 0.1f);
        var learner = Small.Learner();
        learner.Recorder.KeepsSteps = false;
        var sizes = new List<int>();
        learner.Add(new AtStep(null, it =>
        {
            var recorder = it.Recorder;
            var steps = recorder.FirstStep..recorder.Steps;
            steps.ShouldBe((10 * ((it.Step - 1) / 10))..it.Step);
            recorder.Losses.ToArray().ShouldBe(whole.Recorder.Losses[steps].ToArray());
            recorder.SmoothedLosses.ToArray().ShouldBe(whole.Recorder.SmoothedLosses[steps].ToArray());
            recorder.LearningRates.ToArray().ShouldBe(whole.Recorder.LearningRates[steps].ToArray());
            sizes.Add(it.Capture().Part("recorder").Vector("losses").Length);
        }));
        learner.Fit(3, 0.1f);
        sizes.Max().ShouldBe(10);
        learner.Recorder.Epochs.Count.ShouldBe(3);
    }
}
