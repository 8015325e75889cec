using Inkling.Data;
using Inkling.Nn;
using Inkling.Optim;
using Inkling.Training;
using Inkling.Training.Callbacks;

namespace Inkling.Tests.Training.Callbacks;

public class GradientAccumulationTests
{
    [Fact]
    public void Small_batches_take_the_steps_of_large_ones()
    {
        var (large, small) = (Train(24), Train(6, new GradientAccumulation(24)));
        small.Optimizer.StepCount.ShouldBe(large.Optimizer.StepCount);
        small.Weights().AsSpan().ShouldBeCloseTo(large.Weights(), Close.Training, "weights");
    }

    [Fact]
    public void What_remains_of_an_epoch_counts_in_the_next()
    {
        // 12 batches of 10 items in each epoch: steps after batches 5, 10, 15 and 20.
        var learner = Train(10, new GradientAccumulation(50));
        learner.Step.ShouldBe(24);
        learner.Optimizer.StepCount.ShouldBe(4);
    }

    [Fact]
    public void Clipping_applies_to_the_accumulated_gradient()
    {
        var clipping = new GradientClipping(0.01f);
        var steps = new List<double>();
        var learner = Train(6, new GradientAccumulation(24), clipping, new AtEachUpdate(_ => steps.Add(clipping.Norm)));
        steps.Count.ShouldBe(learner.Optimizer.StepCount);
        steps.ShouldAllBe(norm => norm > 0.01);
        Should.Throw<ArgumentOutOfRangeException>(() => new GradientAccumulation(0));
    }

    private static Learner Train(int batchSize, params Callback[] callbacks)
    {
        Randomness.Seed(5);
        var model = new Sequential(new Flatten(), new Linear(784, 16), new ReLU(), new Linear(16, 10));
        var data = new DataLoaders(Small.Train.Batches(batchSize, shuffle: false), null);
        var learner = new Learner(data, model, new CrossEntropyLoss(), new SGD(model.Parameters(), 0.1f, momentum: 0.9f)).Add(callbacks);
        learner.Fit(2, 0.1f);
        return learner;
    }
}
