using Inkling.Data;
using Inkling.Nn;
using Inkling.Optim;
using Inkling.Tests.Formats;
using Inkling.Training;
using Inkling.Training.Callbacks;
using Inkling.Training.Metrics;

namespace Inkling.Tests.Training;

public sealed class ResumeTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("sgd")]
    [InlineData("nesterov")]
    [InlineData("adamw")]
    [InlineData("groups")]
    [InlineData("muon")]
    [InlineData("lookahead")]
    public void From_any_step_a_training_ends_with_the_same_bits(string optimizer)
    {
        var states = new List<TrainingState>();
        var whole = Create(optimizer, states);
        whole.FitOneCycle(3, 0.05f);
        states.Count.ShouldBe(30 + 3);

        foreach (var (i, state) in states.Index())
        {
            Randomness.Seed(999);
            var resumed = Create(optimizer, []);
            resumed.Restore(state);
            resumed.FitOneCycle(3, 0.05f);
            resumed.Weights().ShouldHaveTheBitsOf(whole.Weights(), $"weights from state {i}");
            resumed.Recorder.Losses.ToArray().ShouldBe(whole.Recorder.Losses.ToArray());
            resumed.Recorder.SmoothedLosses.ToArray().ShouldBe(whole.Recorder.SmoothedLosses.ToArray());
            resumed.Recorder.LearningRates.ToArray().ShouldBe(whole.Recorder.LearningRates.ToArray());
            resumed.Recorder.Epochs.Select(Known).ShouldBe(whole.Recorder.Epochs.Select(Known));
        }
    }

    [Fact]
    public void A_training_stopped_again_and_again_ends_with_the_same_bits()
    {
        var whole = Small.Learner();
        whole.Fit(3, 0.1f);
        var folder = new CheckpointFolder(System.IO.Path.Combine(_scratch.Folder, "checkpoints"));
        Learner learner;
        var rounds = 0;
        do
        {
            using var stop = new CancellationTokenSource();
            learner = Small.Learner(seed: rounds == 0 ? 5UL : 100);
            learner.Add(new Checkpoints(folder), new Callbacks.AtStep((7 * rounds) + 4, _ => stop.Cancel()));
            if (folder.ReadNewest(_ => throw new InvalidOperationException("damaged")) is { } newest)
                learner.Restore(newest.State);
            learner.Fit(3, 0.1f, stop.Token);
            folder.Files.Count.ShouldBeInRange(1, 2);
            rounds++;
        }
        while (!learner.IsFinished);
        rounds.ShouldBe(5);
        learner.Weights().ShouldHaveTheBitsOf(whole.Weights(), "weights");
        learner.Recorder.Epochs.Select(Known).ShouldBe(whole.Recorder.Epochs.Select(Known));
    }

    [Fact]
    public void Cancelled_in_the_validation_a_training_ends_with_the_same_bits()
    {
        var whole = Create("adamw", []);
        whole.Fit(3, 0.01f);
        foreach (var epoch in (int[])[1, 2])
        {
            using var stop = new CancellationTokenSource();
            List<TrainingState> snapshots = [];
            Randomness.Seed(5);
            var learner = Create("adamw", snapshots).Add(new Callbacks.BeforeValidation(it =>
            {
                if (it.Epoch == epoch)
                    stop.Cancel();
            }));
            learner.Fit(3, 0.01f, stop.Token);
            (learner.Step, learner.CompleteEpochs, learner.Recorder.Epochs.Count).ShouldBe((10 * epoch, epoch - 1, epoch - 1));
            Randomness.Seed(999);
            var resumed = Create("adamw", []);
            resumed.Restore(snapshots[^1]);
            resumed.Fit(3, 0.01f);
            resumed.Weights().ShouldHaveTheBitsOf(whole.Weights(), "weights");
            resumed.Recorder.Losses.ToArray().ShouldBe(whole.Recorder.Losses.ToArray());
            resumed.Recorder.Epochs.Select(Known).ShouldBe(whole.Recorder.Epochs.Select(Known));
        }
    }

    [Fact]
    public void A_training_that_was_cancelled_after_it_had_stopped_by_itself_is_validated_when_it_comes_back()
    {
        using var stop = new CancellationTokenSource();
        var states = new List<TrainingState>();
        var learner = Small.Learner().Add(new Snapshots(states), new Callbacks.AtStep(14, it =>
        {
            it.Stop();
            stop.Cancel();
        }));
        learner.Fit(3, 0.1f, stop.Token);
        (learner.IsFinished, learner.Recorder.Epochs.Count).ShouldBe((false, 1));

        var resumed = Small.Learner(seed: 100);
        resumed.Restore(states[^1]);
        resumed.Fit(3, 0.1f);
        (resumed.IsFinished, resumed.Step, resumed.Recorder.Epochs.Count).ShouldBe((true, 14, 2));
        resumed.Weights().ShouldHaveTheBitsOf(learner.Weights(), "weights");
    }

    [Fact]
    public void A_training_that_stopped_by_itself_is_finished_when_it_comes_back()
    {
        var path = System.IO.Path.Combine(_scratch.Folder, "a.safetensors");
        var learner = Small.Learner(rate: 0f).Add(new EarlyStopping(patience: 2, monitor: "accuracy"));
        learner.Fit(50, 0f);
        learner.Recorder.Epochs.Count.ShouldBe(3);
        learner.Save(path);

        var again = Small.Learner(rate: 0f).Add(new EarlyStopping(patience: 2, monitor: "accuracy"));
        again.Load(path);
        again.IsFinished.ShouldBeTrue();
        again.CompleteEpochs.ShouldBe(3);
    }

    [Fact]
    public void Other_settings_are_refused_with_the_difference()
    {
        var path = System.IO.Path.Combine(_scratch.Folder, "a.safetensors");
        var learner = Small.Learner();
        learner.Fit(1, 0.1f);
        learner.Save(path);

        Should.Throw<InvalidDataException>(() => Small.Learner(batchSize: 20).Load(path)).Message
            .ShouldBe($"{path}: saved with batch size 12, this training has 20");
        Should.Throw<InvalidDataException>(() => Small.Learner(adam: true).Load(path)).Message
            .ShouldBe($"{path}: saved with optimizer SGD, this training has AdamW");
        Should.Throw<InvalidDataException>(() => Small.Learner().Add(new StopOnNaN(), new MixUp()).Load(path)).Message
            .ShouldBe($"{path}: saved with callbacks none, this training has MixUp");
        var otherData = Create(Small.Valid, Small.Model());
        Should.Throw<InvalidDataException>(() => otherData.Load(path)).Message.ShouldStartWith($"{path}: saved with data 120 items (");
        Should.Throw<InvalidDataException>(() => Small.Learner(validation: Small.Train).Load(path)).Message
            .ShouldStartWith($"{path}: saved with validation data 60 items (");
        var wider = new Sequential(new Flatten(), new Linear(784, 17), new ReLU(), new Dropout(0.2f), new Linear(17, 10));
        var otherModel = Create(Small.Train, wider);
        Should.Throw<InvalidDataException>(
            () => otherModel.Load(path)).Message.ShouldStartWith($"{path}: \"1.weight\" is [16, 784], expected [17, 784]");
    }

    [Fact]
    public void A_number_of_epochs_without_their_records_is_refused_before_memory_is_allocated()
    {
        var state = Small.Learner().Capture();
        state.Part("recorder").Set("epochs", int.MaxValue);
        Should.Throw<InvalidDataException>(() => Small.Learner().Restore(state)).Message
            .ShouldBe("the state of the training has no \"recorder.epoch.0\"");
    }

    [Fact]
    public void Other_settings_of_the_program_are_refused_with_the_difference()
    {
        var learner = With(("seed", "4"), ("augmentation", "shift"));
        learner.Fit(1, 0.1f);
        var state = learner.Capture();
        state.RunSettings.OwnValues().ShouldBe(new Dictionary<string, string> { ["seed"] = "4", ["augmentation"] = "shift" });

        With(("augmentation", "shift"), ("seed", "4")).Restore(state);
        Refused(With(("seed", "5"), ("augmentation", "shift"))).ShouldBe("saved with seed 4, this training has 5");
        Refused(With(("seed", "4"))).ShouldBe("saved with augmentation shift, this training has none");
        Refused(With(("seed", "4"), ("augmentation", "shift"), ("limit", "9"))).ShouldBe("saved with limit none, this training has 9");

        Learner With(params (string Name, string Value)[] settings)
        {
            var created = Small.Learner();
            foreach (var (name, value) in settings)
                created.RunSettings[name] = value;
            return created;
        }

        string Refused(Learner other) => Should.Throw<InvalidDataException>(() => other.Restore(state)).Message;
    }

    [Fact]
    public void Resuming_with_epochs_that_the_schedule_does_not_allow_or_another_schedule_is_refused()
    {
        var (state, cycle) = (StoppedAt(14, new ConstantSchedule(0.1f)), StoppedAt(14, new OneCycleSchedule(0.1f, 30)));
        var again = Small.Learner();
        again.Restore(state);
        Should.Throw<InvalidOperationException>(() => again.Fit(1, 0.1f)).Message
            .ShouldBe("the training that was restored has begun epoch 2, 1 are given: expected at least 2");
        Should.Throw<InvalidOperationException>(
            () => again.Fit(3, 0.2f)).Message.ShouldContain("had a learning rate of 0.1 at step 14, 0.2 is given");
        again.Fit(3, 0.1f);
        again.IsFinished.ShouldBeTrue();

        var cycled = Small.Learner();
        cycled.Restore(cycle);
        Should.Throw<InvalidOperationException>(() => cycled.FitOneCycle(4, 0.1f)).Message.ShouldBe(
            "the training that was restored has 3 epochs, 4 are given: expected the same number, on which the learning rates of "
            + "OneCycleSchedule depend");
        cycled.FitOneCycle(3, 0.1f);
        cycled.IsFinished.ShouldBeTrue();

        static TrainingState StoppedAt(int step, Schedule schedule)
        {
            using var stop = new CancellationTokenSource();
            var learner = Small.Learner().Add(new Callbacks.AtStep(step, _ => stop.Cancel()));
            learner.Fit(3, schedule, stop.Token);
            return learner.Capture();
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(2)]
    public void Resumed_with_other_epochs_a_training_has_the_bits_of_one_that_had_them_from_the_start(int epochs)
    {
        // A schedule that changes, but not with the number of steps.
        var schedule = new WarmUp(new StepSchedule(0.1f, 12, 0.7f), 5);
        var whole = Create("nesterov", []);
        whole.Fit(epochs, schedule);
        var states = new List<TrainingState>();
        Create("nesterov", states).Fit(3, schedule);

        foreach (var (i, state) in states.Where(state => state.Part("place").Whole("step") <= epochs * 10).Index())
        {
            var resumed = Create("nesterov", []);
            resumed.Restore(state);
            resumed.Fit(epochs, schedule);
            resumed.IsFinished.ShouldBeTrue();
            resumed.Weights().ShouldHaveTheBitsOf(whole.Weights(), $"weights from state {i}");
            resumed.Recorder.Losses.ToArray().ShouldBe(whole.Recorder.Losses.ToArray());
            resumed.Recorder.LearningRates.ToArray().ShouldBe(whole.Recorder.LearningRates.ToArray());
            resumed.Recorder.Epochs.Select(Known).ShouldBe(whole.Recorder.Epochs.Select(Known));
        }
    }

    private static Learner Create(Dataset train, Module model) => new(
        DataLoaders.Of(train, Small.Valid, 12), model, new CrossEntropyLoss(), new SGD(model.Parameters(), 0.1f, momentum: 0.9f),
        new Accuracy());

    private static (int, double, double, double, int) Known(EpochRecord epoch) =>
        (epoch.Epoch, epoch.TrainLoss, epoch.ValidLoss, epoch.Metrics[0], epoch.Items);

    /// <summary>Everything that leaves something to chance or remembers something, at once.</summary>
    private static Learner Create(string optimizer, List<TrainingState> states)
    {
        if (states is { Capacity: 0 })
            Randomness.Seed(5);
        var hasStreams = optimizer == "adamw";
        var model = Small.Model(dropout: hasStreams ? new RandomStream(77) : null);
        var optimize = optimizer switch
        {
            "adamw" => (Optimizer)new AdamW(model.Parameters(), 0.01f),
            "groups" => new SGD(
                [new ParameterGroup(model[1].Parameters()) { LearningRate = 0.01f, Momentum = 0.5f }, new(model[4].Parameters())], 0.1f),
            "muon" => new Muon(model.Parameters(), 0.01f),
            "lookahead" => new Lookahead(new RMSprop(model.Parameters(), 0.001f, momentum: 0.9f), k: 4),
            "nesterov" => new SGD(model.Parameters(), 0.1f, momentum: 0.9f, nesterov: true),
            _ => new SGD(model.Parameters(), 0.1f),
        };
        return new Learner(DataLoaders.Of(Small.Train, Small.Valid, 12), model, new CrossEntropyLoss(), optimize, new Accuracy()).Add(
            new MixUp(0.4f, hasStreams ? new RandomStream(78) : null),
            new ExponentialMovingAverage(0.9f),
            new GradientClipping(1),
            new EarlyStopping(patience: 100),
            new KeepBest("accuracy", _ => { }),
            new ReduceOnPlateau(patience: 0, factor: 0.5f),
            new GradientAccumulation(optimizer == "groups" ? 30 : 1),
            new Snapshots(states));
    }

    private sealed class Snapshots(List<TrainingState> states) : Callback
    {
        public override int Order => 100;

        public override bool IsWatcher => true;

        public override void AfterBatch(Learner learner) => states.Add(learner.Capture());

        public override void AfterInterruption(Learner learner) => states.Add(learner.Capture());

        public override void AfterEpoch(Learner learner) => states.Add(learner.Capture());
    }
}
