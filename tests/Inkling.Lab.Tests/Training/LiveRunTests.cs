using System.Globalization;
using Inkling.Data;
using Inkling.Lab.Training;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Lab.Tests.Training;

/// <summary>The tests call the turns that a scheduler calls.</summary>
public class LiveRunTests
{
    private static readonly TrainingSettings Settings = new()
    {
        Data = "handwriting",
        Limit = 120,
        HyperParameters = HyperParameters.For("mlp") with { Hidden = 16, Epochs = 2, BatchSize = 12 },
    };

    private static readonly ImageDataset Train = Handwriting.Train(120);
    private static readonly ImageDataset Test = Handwriting.Test(40);

    [Fact]
    public void Waits_for_a_command_and_shows_what_the_untrained_network_achieves()
    {
        var run = Create();
        Wait(run);
        run.View.Status.ShouldBe(RunStatus.Paused);
        (run.View.Step, run.View.TotalSteps).ShouldBe((0, 20));
        run.View.KeptSteps.ShouldBe([0]);
        run.View.Sample!.Value.Step.ShouldBe(0);
        run.View.Loss.ShouldBe(double.NaN);
        run.View.Network!.Panel.Count.ShouldBe(NetworkView.PanelSize);
        run.View.Network.Gradients.ShouldBeEmpty();
    }

    [Fact]
    public void Takes_one_step_one_epoch_and_the_rest()
    {
        var run = Create();
        run.TakeStep();
        Wait(run);
        (run.View.Status, run.View.Step).ShouldBe((RunStatus.Paused, 1));
        run.View.Network!.Gradients.Count.ShouldBe(2);
        run.TakeEpoch();
        Wait(run);
        (run.View.Status, run.View.Step, run.View.Epoch).ShouldBe((RunStatus.Paused, 10, 1));
        run.View.LastEpoch!.Items.ShouldBe(120);
        run.Start();
        Wait(run);
        (run.View.Status, run.View.Step, run.View.Epoch).ShouldBe((RunStatus.Complete, 20, 2));
        run.View.Curves.Steps.ShouldBe(Enumerable.Range(1, 20).Select(step => (double)step));
    }

    [Fact]
    public void Paused_and_rewound_it_ends_with_the_hash_of_an_undisturbed_training()
    {
        var learner = Settings.HyperParameters.CreateLearner(Train, Test);
        learner.Fit(2, Settings.HyperParameters.CreateSchedule(10));
        var run = Create();
        run.Start();
        run.Turn(TimeSpan.FromTicks(1)).ShouldBe(RunActivity.Training);
        run.View.Status.ShouldBe(RunStatus.Running);
        run.View.Hash.ShouldBe("");
        run.Pause();
        Wait(run);
        run.View.Step.ShouldBeLessThan(20);
        run.Start();
        Wait(run);
        var hash = WeightsHash.Of(learner.Model).ToString("x16", CultureInfo.InvariantCulture);
        run.View.Hash.ShouldBe(hash);
        run.Rewind(7);
        Wait(run);
        (run.View.Status, run.View.Step).ShouldBe((RunStatus.Paused, 7));
        run.View.Hash.ShouldNotBe(hash);
        run.Start();
        Wait(run);
        run.View.Hash.ShouldBe(hash);
    }

    [Fact]
    public async Task A_kept_state_is_looked_at_without_disturbing_the_run()
    {
        var run = Create();
        run.TakeEpoch();
        Wait(run);
        var before = run.View.Hash;
        var look = run.LookAtAsync(0);
        Wait(run);
        var network = (await look)!;
        network.Step.ShouldBe(0);
        network.Panel[0].Prediction.Confidence.ShouldNotBe(run.View.Network!.Panel[0].Prediction.Confidence);
        run.View.Hash.ShouldBe(before);
        var missing = run.LookAtAsync(1000);
        Wait(run);
        (await missing).ShouldBeNull();
    }

    [Fact]
    public void A_network_of_convolutions_is_looked_at_in_parts_with_the_same_predictions()
    {
        var parts = NetworkView.InParts(PretrainedModel.Load(), 7, Test, hasGradients: false).ToList();
        parts.Count.ShouldBeGreaterThan(3);
        parts.SkipLast(1).ShouldAllBe(part => part == null);
        var network = parts[^1]!;
        var whole = new Predictor(PretrainedModel.Load()).Predict(Test);
        network.Panel.Select(image => image.Prediction.Confidence)
            .ShouldBe(whole.Take(NetworkView.PanelSize).Select(prediction => prediction.Confidence));
        network.Activations.Count.ShouldBeGreaterThan(3);
        network.Activations.ShouldAllBe(layer => layer.Values.Count <= 2000 && layer.Zeros >= 0 && layer.Zeros <= 1);
    }

    [Fact]
    public void A_run_that_diverges_says_what_to_change()
    {
        var run = Create(Settings with { HyperParameters = Settings.HyperParameters with { LearningRate = 1e20f } });
        run.Start();
        Wait(run);
        run.View.Status.ShouldBe(RunStatus.Diverged);
        run.View.Message.ShouldStartWith("Training diverged, the loss is ");
        run.View.Message.ShouldEndWith("such as 0.1.");
    }

    [Fact]
    public void A_run_that_cannot_start_says_why()
    {
        var run = Create(Settings with { HyperParameters = Settings.HyperParameters with { Hidden = -1 } });
        run.Turn(TimeSpan.Zero).ShouldBe(RunActivity.Ended);
        (run.View.Status, run.View.Message).ShouldBe((RunStatus.Failed, "hidden -1: expected a whole number from 1 to 65536"));
    }

    [Fact]
    public void A_stopped_run_keeps_its_last_view()
    {
        var run = Create();
        run.TakeEpoch();
        Wait(run);
        run.Stop();
        run.Turn(TimeSpan.Zero).ShouldBe(RunActivity.Ended);
        (run.View.Status, run.View.Step, run.View.Curves.Steps.Count).ShouldBe((RunStatus.Stopped, 10, 10));
    }

    [Fact]
    public void Curves_are_thinned_out_to_the_last_point()
    {
        RunCurves.Thinned(3).ShouldBe([0, 1, 2]);
        RunCurves.Thinned(0).ShouldBeEmpty();
        RunCurves.Thinned(200_000_000).Length.ShouldBe(RunCurves.MaxPoints);
        RunCurves.Thinned(200_000_000)[^1].ShouldBe(199_999_999);
    }

    private static LiveRun Create(TrainingSettings? settings = null)
    {
        var chosen = settings ?? Settings;
        return new LiveRun(
            chosen, () => new TrainingRun(chosen.HyperParameters, Train, Test, new TrainingRunOptions { StatesPerEpoch = 10 }), Test,
            chartInterval: TimeSpan.Zero);
    }

    private static void Wait(LiveRun run)
    {
        while (run.Turn(TimeSpan.FromMilliseconds(20)) == RunActivity.Training)
        {
        }
    }
}
