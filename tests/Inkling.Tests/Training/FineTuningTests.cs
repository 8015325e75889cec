using Inkling.Data;
using Inkling.Nn;
using Inkling.Optim;
using Inkling.Training;

namespace Inkling.Tests.Training;

/// <summary>Freezing and discriminative learning rates of a learner.</summary>
public class FineTuningTests
{
    [Fact]
    public void A_frozen_learner_trains_the_last_group_only()
    {
        var learner = Create();
        var before = Weights(learner);
        learner.Freeze();
        learner.Fit(1, 0.1f);
        var frozen = Weights(learner);
        frozen[0].ShouldBe(before[0]);
        frozen[1].ShouldBe(before[1]);
        frozen[2].ShouldNotBe(before[2]);

        learner.FreezeTo(1);
        learner.Fit(1, 0.1f);
        var middle = Weights(learner);
        middle[0].ShouldBe(before[0]);
        middle[1].ShouldNotBe(before[1]);

        learner.Unfreeze();
        learner.Fit(1, 0.1f);
        Weights(learner)[0].ShouldNotBe(before[0]);
        Should.Throw<ArgumentOutOfRangeException>(() => learner.FreezeTo(3)).Message
            .ShouldStartWith("FreezeTo(3): the optimizer has 3 parameter groups");
    }

    [Fact]
    public void A_slice_gives_each_group_its_rate_over_the_whole_cycle()
    {
        var learner = Create();
        learner.FitOneCycle(2, new LearningRateSlice(0.001f, 0.1f));
        learner.Optimizer.ParameterGroups.Select(group => group.LearningRate / learner.Optimizer.LearningRate)
            .ShouldBe([0.01f, 0.1f, 1], 1e-6);
        learner.Fit(1, new LearningRateSlice(0.2f));
        learner.Optimizer.ParameterGroups.Select(group => group.LearningRate).ShouldBe([0.02f, 0.02f, 0.2f], 1e-7);
        learner.Recorder.LearningRates[^1].ShouldBe(0.2f);
    }

    private static Learner Create()
    {
        Randomness.Seed(5);
        var layers = new[] { new Linear(784, 12), new Linear(12, 12), new Linear(12, 10) };
        var model = new Sequential(new Flatten(), layers[0], new ReLU(), layers[1], new ReLU(), layers[2]);
        var optimizer = new SGD(layers.Select(layer => new ParameterGroup(layer.Parameters())), 0.1f, momentum: 0.9f);
        return new Learner(DataLoaders.Of(Small.Train, Small.Valid, 12), model, new CrossEntropyLoss(), optimizer);
    }

    private static float[][] Weights(Learner learner) =>
        [.. learner.Optimizer.ParameterGroups.Select(group => group.Parameters[0].ToArray())];
}
