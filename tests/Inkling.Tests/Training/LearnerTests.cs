using Inkling.Data;
using Inkling.Nn;
using Inkling.Optim;
using Inkling.Tests.Training.Callbacks;
using Inkling.Training;
using Inkling.Training.Callbacks;
using Inkling.Training.Metrics;

namespace Inkling.Tests.Training;

[Collection(ComputeSettings.Name)]
public class LearnerTests
{
    [Fact]
    public void The_training_accuracy_is_counted_before_each_step_on_what_the_model_gave()
    {
        Randomness.Seed(5);
        var model = new Sequential(new Flatten(), new Linear(784, 10));
        var learner =
        new Learner(
        DataLoaders.Of(Small.Train, Small.Valid, 12), model, new CrossEntropyLoss(), new SGD(model.Parameters(), 0.1f), new Accuracy());
        var right = 0;
        learner.Add(new AtStep(
            null, one => right += one.Predictions.ArgMax(1).ToArray().Zip(one.Labels.ToArray()).Count(pair => pair.First == pair.Second)));
        learner.Fit(1, 0.1f);
        learner.Recorder.Epochs[0].TrainAccuracy.ShouldBe(right / 120.0);
    }

    [Fact]
    public void Fit_does_what_the_loop_written_out_does_to_the_bit()
    {
        var learner = Small.Learner();
        learner.Fit(2, 0.1f);

        Randomness.Seed(5);
        var model = Small.Model();
        var optimizer = new SGD(model.Parameters(), 0.1f, momentum: 0.9f);
        var loader = new DataLoader(Small.Train, 12, shuffle: true);
        var losses = new List<float>();
        for (var epoch = 0; epoch < 2; epoch++)
        {
            foreach (var (images, labels) in loader)
            {
                var error = new CrossEntropyLoss().Forward(model.Forward(images), labels);
                losses.Add(error.Item());
                optimizer.ZeroGrad();
                error.Backward();
                optimizer.Step();
            }
        }

        float[] expected = [.. model.Parameters().SelectMany(parameter => parameter.ToArray())];
        learner.Weights().ShouldHaveTheBitsOf(expected, "weights");
        learner.Recorder.Losses.ToArray().ShouldBe(losses);
        double[] means = [losses.Take(10).Average(loss => (double)loss), losses.Skip(10).Average(loss => (double)loss)];
        learner.Recorder.Epochs.Select(epoch => epoch.TrainLoss).ShouldBe(means, 1e-12);
        model.Eval();
        using var _ = new NoGrad();
        var (inputs, targets) = Small.Valid.All();
        learner.Recorder.Epochs[^1].ValidLoss.ShouldBe(model.Forward(inputs).CrossEntropy(targets).Item(), 1e-6);
    }

    [Fact]
    public void Stepwise_it_returns_after_each_mini_batch_and_ends_with_the_same_bits()
    {
        var whole = Small.Learner();
        whole.Fit(2, 0.1f);
        var learner = Small.Learner();
        var phases = learner.FitStepwise(2, new ConstantSchedule(0.1f)).ToList();
        FitPhase[] epoch = [.. Enumerable.Repeat(FitPhase.Step, 10), FitPhase.Validation, FitPhase.Epoch];
        phases.ShouldBe([.. epoch, .. epoch]);
        learner.IsFinished.ShouldBeTrue();
        learner.Weights().ShouldHaveTheBitsOf(whole.Weights(), "weights");
        learner.Recorder.Epochs.Select(record => record.ValidLoss).ShouldBe(whole.Recorder.Epochs.Select(record => record.ValidLoss));
    }

    [Fact]
    public void Left_between_two_steps_a_training_ends_as_it_is_and_can_be_resumed_from_there()
    {
        var whole = Small.Learner();
        whole.Fit(2, 0.1f);
        var calls = new List<string>();
        var learner = Small.Learner().Add(new Witness(calls));
        foreach (var _ in learner.FitStepwise(2, new ConstantSchedule(0.1f)))
        {
            if (learner.Step == 13)
                break;
        }

        calls[^1].ShouldBe("after fit");
        learner.IsFinished.ShouldBeFalse();
        var state = learner.Capture();
        var resumed = Small.Learner(seed: 100).Add(new Witness([]));
        resumed.Restore(state);
        resumed.Fit(2, 0.1f);
        resumed.Weights().ShouldHaveTheBitsOf(whole.Weights(), "weights");
    }

    [Fact]
    public void Steps_allocate_nothing_once_warm()
    {
        var learner = Small.Learner();
        learner.Recorder.KeepsSteps = false;
        var steps = learner.FitStepwise(1000, new ConstantSchedule(0.1f)).GetEnumerator();
        do
            steps.MoveNext();
        while (learner.Epoch <= 100 || learner.Batch == 0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 9; i++)
            steps.MoveNext();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0, "bytes allocated in 9 steps");
        learner.Batch.ShouldBe(10);
    }

    [Fact]
    public void Learns_to_read_digits_in_one_cycle()
    {
        var learner = Small.Learner();
        learner.FitOneCycle(12, 0.05f);
        learner.Recorder.Epochs.Count.ShouldBe(12);
        learner.Recorder.Epochs[^1].TrainLoss.ShouldBeLessThan(learner.Recorder.Epochs[0].TrainLoss / 3);
        learner.Recorder.Epochs[^1].Metrics[0].ShouldBeGreaterThan(0.6);
        learner.Recorder.LearningRates.ToArray().Max().ShouldBe(0.05f, 1e-6f);
        learner.Recorder.LearningRates[0].ShouldBe(0.002f, 1e-7f);
    }

    [Fact]
    public void Hooks_are_called_in_their_order()
    {
        var calls = new List<string>();
        var learner = Small.Learner(batchSize: 60).Add(new Witness(calls));
        learner.Fit(2, 0.1f);
        string[] batch = ["before batch", "before backward", "after backward", "before step", "after step", "after batch"];
        string[] epoch = ["before epoch", .. batch, .. batch, "before validate", "after validate", "after epoch"];
        calls.ShouldBe(["before fit", .. epoch, .. epoch, "after fit"]);
    }

    [Fact]
    public void Callbacks_are_called_by_their_order_and_after_fit_backwards()
    {
        var calls = new List<string>();
        var learner =
            Small.Learner(batchSize: 120).Add(new Witness(calls, "late", 10), new Witness(calls, "first"), new Witness(calls, "second"));
        learner.Fit(1, 0.1f);
        calls.Take(3).ShouldBe(["first before fit", "second before fit", "late before fit"]);
        calls.TakeLast(3).ShouldBe(["late after fit", "second after fit", "first after fit"]);
    }

    [Fact]
    public void A_callback_that_stops_the_training_ends_the_epoch_after_its_step_and_has_it_validated()
    {
        var learner = Small.Learner().Add(new AtStep(13, it => it.Stop()));
        learner.Fit(5, 0.1f);
        (learner.Step, learner.CompleteEpochs, learner.IsFinished).ShouldBe((13, 1, true));
        learner.Recorder.Epochs.Select(epoch => epoch.Items).ShouldBe([120, 36]);
        learner.Fit(1, 0.1f);
        (learner.Step, learner.CompleteEpochs, learner.Recorder.Steps, learner.Recorder.Epochs[0].Items).ShouldBe((10, 1, 10, 120));
    }

    [Theory]
    [InlineData(13, false)]
    [InlineData(20, false)]
    [InlineData(20, true)]
    public void A_cancelled_epoch_is_neither_validated_nor_recorded(int step, bool inValidation)
    {
        using var stop = new CancellationTokenSource();
        var calls = new List<string>();
        var learner = Small.Learner().Add(new Witness(calls), new AtStep(inValidation ? 0 : step, it => CancelAt(it.Step)));
        if (inValidation)
            learner.Add(new BeforeValidation(it => CancelAt(it.Step)));
        learner.Fit(5, 0.1f, stop.Token);
        (learner.Step, learner.CompleteEpochs, learner.IsFinished).ShouldBe((step, 1, false));
        learner.Recorder.Epochs.Count.ShouldBe(1);
        calls.TakeLast(2).ShouldBe(["after interruption", "after fit"]);
        calls.Count(call => call == "after validate").ShouldBe(1);

        void CancelAt(int current)
        {
            if (current == step)
                stop.Cancel();
        }
    }

    [Fact]
    public void Stopped_before_the_first_step_nothing_happens()
    {
        var learner = Small.Learner();
        var before = learner.Weights();
        learner.Fit(1, 0.1f, new CancellationToken(canceled: true));
        learner.Weights().ShouldBe(before);
        learner.Recorder.Epochs.ShouldBeEmpty();
    }

    [Fact]
    public void After_an_exception_the_callbacks_clean_up_and_the_next_fit_starts_anew()
    {
        var calls = new List<string>();
        var learner = Small.Learner().Add(new Witness(calls), new StopOnNaN());
        Should.Throw<DivergenceException>(() => learner.Fit(3, 1e30f)).Step.ShouldBe(learner.Step + 1);
        calls[^1].ShouldBe("after fit");
        learner.Model.LoadStateDictionary(Small.Model().StateDictionary());
        learner.Fit(1, 0f);
        learner.Recorder.Epochs.Count.ShouldBe(1);
    }

    [Fact]
    public void Without_validation_items_there_is_a_training_loss_alone()
    {
        var model = Small.Model();
        var learner =
            new Learner(DataLoaders.Of(Small.Train), model, new CrossEntropyLoss(), new SGD(model.Parameters(), 0.1f), new Accuracy());
        learner.Fit(1, 0.1f);
        double.IsNaN(learner.Recorder.Epochs[0].ValidLoss).ShouldBeTrue();
        learner.Recorder.Epochs[0].Metrics.ShouldBeEmpty();
        Should.Throw<InvalidOperationException>(() => learner.Validate());
    }

    [Fact]
    public void Predicts_a_batch_and_a_set_alike_and_leaves_the_mode_and_the_random_numbers()
    {
        var learner = Small.Learner();
        var before = Randomness.Default.State;
        var some = Handwriting.Test(600);
        var all = learner.Predict(some);
        all.Shape.ShouldBe(new Shape(600, 10));
        var batch = learner.Predict(some.Take([0, 257, 599]).Inputs);
        foreach (var (place, item) in (int[])[0, 257, 599] is var items ? items.Index() : [])
            batch[place].Span.ShouldBeCloseTo(all[item].Span, Close.Operation, $"item {item}");
        learner.Model.Training.ShouldBeTrue();
        Randomness.Default.State.ShouldBe(before);
    }

    [Fact]
    public void A_warm_step_allocates_nothing_with_every_callback_of_a_step()
    {
        Randomness.Seed(1);
        var train = RepeatabilityTests.Images(400);
        var model = Small.Model();
        var marks = new long[200];
        var progress = new LastProgress();
        var learner =
            new Learner(DataLoaders.Of(train, null, 40), model, new CrossEntropyLoss(), new SGD(model.Parameters(), 0.05f, momentum: 0.9f))
            .Add(new StopOnNaN(), new GradientClipping(0.5f), new ExponentialMovingAverage(), new MixUp(), new ProgressReporter(progress))
            .Add(new GradientAccumulation(80), new ReduceOnPlateau())
            .Add(new AtStep(null, step => marks[step.Step - 1] = GC.GetAllocatedBytesForCurrentThread()));
        learner.Fit(20, 0.05f);
        for (var epoch = 5; epoch < 20; epoch++)
            (marks[(10 * epoch) + 9] - marks[10 * epoch]).ShouldBe(0, $"bytes in epoch {epoch + 1}");
        progress.Last.Share.ShouldBe(1);
        progress.Last.Remaining.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Refuses_what_makes_no_training()
    {
        var model = Small.Model();
        var optimizer = new SGD(model.Parameters(), 0.1f);
        Should.Throw<ArgumentException>(() => new Learner(DataLoaders.Of(Small.Train.Take(0)), model, new CrossEntropyLoss(), optimizer));
        Should.Throw<ArgumentException>(
            () => new Learner(
                DataLoaders.Of(Small.Train), model, new CrossEntropyLoss(), optimizer, new Accuracy(),
                new Accuracy())).Message.ShouldStartWith("Learner: 2 metrics are called accuracy");
        Should.Throw<ArgumentOutOfRangeException>(() => Small.Learner().Fit(0, 0.1f));
        Should.Throw<ArgumentOutOfRangeException>(() => Small.Learner().FitOneCycle(0, 0.1f));
    }

    private sealed class LastProgress : IProgress<TrainingProgress>
    {
        public TrainingProgress Last { get; private set; }

        public void Report(TrainingProgress value) => Last = value;
    }
}
