using Inkling.Training;

namespace Inkling.Tests.Training;

public class LearningRateSearchTests
{
    [Fact]
    public void Finds_a_rate_that_learns_and_leaves_everything_as_it_was()
    {
        var learner = Small.Learner();
        learner.Fit(1, 0.01f);
        var before = learner.Capture();

        var search = learner.FindLearningRate();

        var after = learner.Capture();
        after.Values.ShouldBe(before.Values);
        foreach (var (name, tensor) in before.Tensors)
            after.Tensors[name].ToArray().ShouldHaveTheBitsOf(tensor.ToArray(), name);
        search.LearningRates[0].ShouldBe(1e-7f);
        search.LearningRates[1].ShouldBe(1e-7f * MathF.Pow(1e8f, 1 / 99f), 1e-10f);
        search.LearningRates.Count.ShouldBe(search.SmoothedLosses.Count);
        search.Suggestion.ShouldBe(search.Valley);
        search.Valley.ShouldBeInRange(1e-4f, 1);
        search.Steepest.ShouldBeInRange(1e-4f, 3);

        var learns = Small.Learner();
        learns.Fit(4, search.Suggestion);
        learns.Recorder.Epochs[^1].TrainLoss.ShouldBeLessThan(learns.Recorder.Epochs[0].TrainLoss);
    }

    [Fact]
    public void Stops_when_the_loss_explodes()
    {
        var search = Small.Learner().FindLearningRate(1e-3f, 1e6f);
        search.LearningRates.Count.ShouldBeLessThan(100);
        search.SmoothedLosses.ShouldAllBe(loss => float.IsFinite(loss));
    }

    [Fact]
    public void A_model_that_is_lost_already_gives_no_rate()
    {
        var learner = Small.Learner();
        learner.Model.Parameters().First().Span.Fill(float.NaN);
        Should.Throw<DivergenceException>(() => learner.FindLearningRate());
        Should.Throw<ArgumentOutOfRangeException>(() => learner.FindLearningRate(steps: 19));
        Should.Throw<ArgumentOutOfRangeException>(() => learner.FindLearningRate(start: 0));
    }
}
