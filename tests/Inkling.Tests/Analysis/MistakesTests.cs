using Inkling.Analysis;

namespace Inkling.Tests.Analysis;

public class MistakesTests
{
    [Fact]
    public void The_surest_mistakes_come_first()
    {
        var (model, set) = FixedLogits.With(
            [0, 1, 1, 0], FixedLogits.Sure(1, 0.6), FixedLogits.Sure(1, 0.99), FixedLogits.Sure(0, 0.9), FixedLogits.Sure(1, 0.6));
        var predictions = Predictions.Of(model, set);
        Mistakes.MostConfident(predictions, 10)
            .Select(mistake => (mistake.Item, mistake.Actual, mistake.Predicted)).ShouldBe([(2, 1, 0), (0, 0, 1), (3, 0, 1)]);
        var first = Mistakes.MostConfident(predictions, 1).ShouldHaveSingleItem();
        first.Confidence.ShouldBe(0.9f, 1e-6f);
        Mistakes.MostConfident(predictions, 0).ShouldBeEmpty();
        Mistakes.MostConfusedPairs(predictions, 5).ShouldBe([new ConfusedPair(0, 1, 2, 1), new ConfusedPair(1, 0, 1, 0.5)]);
    }

    [Fact]
    public void On_a_real_model_nothing_surer_is_left_out()
    {
        var predictions = Predictions.Of(Models.TheMlp, Models.Test);
        var wrong = Enumerable.Range(0, 200).Where(i => !predictions.IsCorrect(i)).ToList();
        var ten = Mistakes.MostConfident(predictions, 10);
        ten.Count.ShouldBe(Math.Min(10, wrong.Count));
        foreach (var mistake in ten)
            wrong.Remove(mistake.Item).ShouldBeTrue();
        var least = ten[^1].Confidence;
        wrong.ShouldAllBe(i => predictions.Confidence(i) <= least);

        var pairs = Mistakes.MostConfusedPairs(predictions, 100);
        pairs.Sum(pair => pair.Count).ShouldBe(200 - predictions.Correct);
        pairs.Select(pair => pair.Count).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public void A_perfect_model_has_none_and_a_hopeless_one_nothing_else()
    {
        var (model, set) = FixedLogits.With([0, 1], [1, 0], [0, 1]);
        var perfect = Predictions.Of(model, set);
        Mistakes.MostConfident(perfect, 3).ShouldBeEmpty();
        Mistakes.MostConfusedPairs(perfect, 3).ShouldBeEmpty();
        (model, set) = FixedLogits.With([1, 0], [1, 0], [0, 1]);
        var hopeless = Predictions.Of(model, set);
        hopeless.Accuracy.ShouldBe(0);
        hopeless.Confusion.PrecisionOf(0).ShouldBe(0);
        Mistakes.MostConfident(hopeless, 3).Count.ShouldBe(2);
        Should.Throw<ArgumentOutOfRangeException>(() => Mistakes.MostConfident(perfect, -1));
        Should.Throw<ArgumentOutOfRangeException>(() => Mistakes.MostConfusedPairs(perfect, -1));
    }
}
