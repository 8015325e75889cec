using Inkling.Data;
using Inkling.Models;
using Inkling.Optim;
using Inkling.Training;
using Inkling.Training.Callbacks;

namespace Inkling.Tests.Training;

[Collection(ComputeSettings.Name)]
public class TrainingRunTests
{
    private static readonly HyperParameters Defaults =
        HyperParameters.For("mlp") with { Hidden = 16, Epochs = 3, BatchSize = 12, Seed = 7 };

    private static readonly NetworkDesign Design =
        new() { Layers = new LayerSizes(16, 12), Activation = ActivationKind.Gelu, Dropout = 0.3f };

    public static TheoryData<string> Cases => [.. Trainings.Keys];

    private static readonly Dictionary<string, HyperParameters> Trainings = new()
    {
        ["sgd"] = Defaults,
        ["momentum, one-cycle"] = Defaults with { Optimizer = OptimizerKind.Momentum, Schedule = ScheduleKind.OneCycle },
        ["adam"] = Defaults with { Optimizer = OptimizerKind.Adam, LearningRate = 0.001f },
        ["augmentation"] = Defaults with { Augmentation = AugmentationKind.Affine },
        ["dropout"] = Defaults with { Model = "custom", Hidden = null, Design = Design },
        ["batch norm"] = Defaults with { Model = "cnn", Hidden = null, Epochs = 2, BatchSize = 40 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Rewound_to_any_kept_step_it_ends_with_the_bits_of_an_undisturbed_training(string name)
    {
        var hyperParameters = Trainings[name];
        var learner = Fit(hyperParameters);
        var expected = WeightsHash.Of(learner.Model);

        using var run = new TrainingRun(hyperParameters, Small.Train, Small.Valid, new TrainingRunOptions { StatesPerEpoch = 1000 });
        Complete(run);
        WeightsHash.Of(run.Model.Module).ShouldBe(expected);
        run.KeptSteps.ShouldBe(Enumerable.Range(0, (int)run.TotalSteps + 1));
        var heldOut = run.HeldOut.ToArray();
        var gap = Small.Valid.Count / hyperParameters.BatchSize;
        heldOut.Select(point => point.Step).ShouldBe(run.KeptSteps.Where(step => step % gap == 0));
        foreach (var step in run.KeptSteps.Where(step => step % 3 != 1).Reverse().ToArray())
        {
            run.Rewind(step);
            (run.Step, run.HasEnded).ShouldBe((step, false));
            Complete(run);
            WeightsHash.Of(run.Model.Module).ShouldBe(expected, $"from step {step}");
            run.Learner.Recorder.Losses.ToArray().ShouldBe(learner.Recorder.Losses.ToArray());
            run.Learner.Recorder.Epochs.Select(epoch => epoch.ValidLoss).ShouldBe(learner.Recorder.Epochs.Select(epoch => epoch.ValidLoss));
            run.HeldOut.ShouldBe(heldOut);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void In_parts_it_ends_with_the_bits_of_an_undisturbed_training(string name)
    {
        var hyperParameters = Trainings[name];
        var learner = Fit(hyperParameters);
        using var run = new TrainingRun(hyperParameters, Small.Train, Small.Valid, new TrainingRunOptions { InParts = true });
        var (parts, rewinds) = (0, 0);
        while (run.Advance())
        {
            parts += run.IsWithinStep ? 1 : 0;
            if (run.IsWithinStep && parts % 5 == 0 && rewinds++ < 20)
                run.Rewind(run.KeptSteps[^1]);
        }

        parts.ShouldBeGreaterThan(10 * run.Step);
        run.IsWithinStep.ShouldBeFalse();
        WeightsHash.Of(run.Model.Module).ShouldBe(WeightsHash.Of(learner.Model));
        run.Learner.Recorder.Losses.ToArray().ShouldBe(learner.Recorder.Losses.ToArray());
        run.Learner.Recorder.Epochs.Select(epoch => epoch.ValidLoss).ShouldBe(learner.Recorder.Epochs.Select(epoch => epoch.ValidLoss));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void What_else_the_thread_computes_between_two_steps_changes_nothing(bool inParts)
    {
        var expected = WeightsHash.Of(Fit(Defaults).Model);
        var options = new TrainingRunOptions { InParts = inParts };
        using var run = new TrainingRun(Defaults, Small.Train, Small.Valid, options);
        using var other =
            new TrainingRun(Defaults with { Seed = 8, Optimizer = OptimizerKind.Adam }, Small.Train, Small.Valid, options);
        Randomness.Seed(3);
        var before = Randomness.Default.State;
        while (run.Advance())
        {
            Randomness.Default.State.ShouldBe(before);
            other.Advance();
            _ = new Predictor(run.ModelAt(run.KeptSteps[^1])).Predict(Small.Valid.Image(0));
            _ = new Predictor(run.Model).Predict(Small.Valid.Image(1));
            Randomness.Default.State.ShouldBe(before);
        }

        WeightsHash.Of(run.Model.Module).ShouldBe(expected);
    }

    [Fact]
    public void A_kept_state_has_the_weights_of_its_moment()
    {
        var hashes = new Dictionary<int, ulong>();
        using var run = new TrainingRun(Defaults, Small.Train, Small.Valid, new TrainingRunOptions { StatesPerEpoch = 5 });
        do
            hashes[run.Step] = WeightsHash.Of(run.Model.Module);
        while (run.Advance());
        run.KeptSteps.ShouldBe(Enumerable.Range(0, 16).Select(i => 2 * i));
        foreach (var step in run.KeptSteps)
            WeightsHash.Of(run.ModelAt(step).Module).ShouldBe(hashes[step], $"step {step}");
        hashes.Values.Distinct().Count().ShouldBe(31);
        Should.Throw<ArgumentException>(() => run.ModelAt(3)).Message.ShouldStartWith("no state of step 3 is kept, expected one of: 0, 2,");
        Should.Throw<ArgumentException>(() => run.Rewind(3));
    }

    [Fact]
    public void States_beyond_the_memory_budget_are_thinned_out_evenly()
    {
        const long State = 16 * (784 + 1 + 10) * 4;
        using var run = new TrainingRun(
            Defaults, Small.Train, null, new TrainingRunOptions { StatesPerEpoch = 1000, MemoryBudget = 10 * State });
        Complete(run);
        run.KeptSteps.ShouldBe([0, 4, 8, 12, 16, 20, 24, 28]);
        run.HeldOut.ShouldBeEmpty();
    }

    [Fact]
    public void Measures_the_first_held_out_images_at_each_kept_state()
    {
        var options = new TrainingRunOptions { StatesPerEpoch = 1, SampleSize = 1000 };
        using var run = new TrainingRun(Defaults, Small.Train, Small.Valid, options);
        Complete(run);
        run.HeldOut.Select(point => point.Step).ShouldBe([0, 10, 20, 30]);
        run.HeldOut.Skip(1).Select(point => point.Loss).ShouldBe(run.Learner.Recorder.Epochs.Select(epoch => epoch.ValidLoss), 1e-6);
        run.HeldOut.Skip(1).Select(point => point.Accuracy).ShouldBe(run.Learner.Recorder.Epochs.Select(epoch => epoch.Metrics[0]), 1e-9);
    }

    [Theory]
    [InlineData(1e20f, "such as 0.1.")]
    [InlineData(30, "such as 0.1.")]
    public void A_training_that_diverges_stops_and_says_what_to_change(float rate, string advice)
    {
        using var run = new TrainingRun(Defaults with { LearningRate = rate, Epochs = 20 }, Small.Train, Small.Valid);
        Complete(run);
        run.IsComplete.ShouldBeFalse();
        run.Failure!.Step.ShouldBeInRange(run.Step, run.Step + 1);
        run.Explanation.ShouldStartWith("Training diverged, the loss is ");
        run.Explanation.ShouldEndWith(advice);
        run.Advance().ShouldBeFalse();
        run.Rewind(0);
        run.HasEnded.ShouldBeFalse();
        run.Explanation.ShouldBeNull();
    }

    [Fact]
    public void The_end_of_an_epoch_is_measured_before_the_next_step()
    {
        using var run = new TrainingRun(Defaults with { Epochs = 1 }, Small.Train, Small.Valid);
        while (run.Step < 10)
            run.Advance();
        run.IsMeasuring.ShouldBeTrue();
        run.HeldOut.Select(point => point.Step).ShouldBe([0, 5]);
        Complete(run);
        run.IsMeasuring.ShouldBeFalse();
        run.Model.Epochs.ShouldBe(1);
        run.Model.Steps.ShouldBe(10);
    }

    [Fact]
    public void Callbacks_with_a_state_and_settings_are_part_of_the_first_state()
    {
        var best = new KeepBest("accuracy", _ => { });
        using var run = new TrainingRun(Defaults, Small.Train, Small.Valid, configure: learner =>
        {
            learner.Add(best);
            learner.RunSettings["data"] = "small";
        });
        Complete(run);
        best.BestEpoch.ShouldBeGreaterThan(0);
        run.Rewind(0);
        best.BestEpoch.ShouldBe(0);
    }

    private static void Complete(TrainingRun run)
    {
        while (run.Advance())
        {
        }
    }

    private static Learner Fit(HyperParameters hyperParameters)
    {
        var learner = hyperParameters.CreateLearner(Small.Train, Small.Valid);
        learner.Fit(hyperParameters.Epochs, hyperParameters.CreateSchedule(learner.Data.Train.Count));
        return learner;
    }
}
