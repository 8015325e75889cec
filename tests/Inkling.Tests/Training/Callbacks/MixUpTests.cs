using Inkling.Nn;
using Inkling.Training.Callbacks;

namespace Inkling.Tests.Training.Callbacks;

public class MixUpTests
{
    [Fact]
    public void Inputs_and_losses_are_mixed_by_the_same_share()
    {
        var learner = Small.Learner(batchSize: 30);
        var mixUp = new MixUp(1f, new RandomStream(4));
        float[] own = [], mixed = [];
        float[] labels = [];
        var checkedSteps = 0;
        learner.Add(new Before(it => (own, labels) = (it.Inputs.ToArray(), it.Labels.ToArray())), mixUp);
        learner.Add(new Backward(it =>
        {
            mixed = it.Inputs.ToArray();
            var partners = Enumerable.Range(0, 30).Select(i => Partner(own, mixed, i, mixUp.Lambda)).ToArray();
            partners.Order().ShouldBe(Enumerable.Range(0, 30));
            using var _ = new NoGrad();
            var others = Tensor.Of([.. partners.Select(partner => labels[partner])]);
            var expected =
            (mixUp.Lambda * it.Predictions.CrossEntropy(it.Labels)
            .Item()) + ((1 - mixUp.Lambda) * it.Predictions.CrossEntropy(others).Item());
            it.LossValue.ShouldBe(expected, 1e-5f);
            checkedSteps++;
        }));
        learner.Fit(2, 0.05f);
        checkedSteps.ShouldBe(8);
        learner.Loss.ShouldBeOfType<CrossEntropyLoss>();
        (learner.Validate() - learner.Recorder.Epochs[^1].ValidLoss).ShouldBe(0);
    }

    [Fact]
    public void Shares_come_from_a_beta_distribution_folded_at_a_half()
    {
        var shares = new List<float>();
        var mixUp = new MixUp(0.4f, new RandomStream(9));
        var learner = Small.Learner(batchSize: 1).Add(mixUp);
        learner.Add(new AtStep(null, _ => shares.Add(mixUp.Lambda)));
        learner.Fit(10, 0f);
        shares.ShouldAllBe(share => share >= 0.5f && share <= 1);

        // max(λ, 1 - λ) has the mean 1/2 + E|λ - 1/2|, which is 1/2 + 2^(-2α) Γ(2α) / (α Γ(α)²) = 0.8398 for α = 0.4.
        shares.Average().ShouldBe(0.8398f, 0.02f);
    }

    /// <summary>The item that was mixed into item i.</summary>
    private static int Partner(float[] own, float[] mixed, int i, float share)
    {
        for (var other = 0; other < 30; other++)
        {
            var difference = 0f;
            for (var j = 0; j < 784; j++)
                difference =
                Math.Max(difference, Math.Abs(
                (share * own[(784 * i) + j]) + ((1 - share) * own[(784 * other) + j]) - mixed[(784 * i) + j]));
            if (difference < 1e-5)
                return other;
        }

        return -1;
    }

    private sealed class Before(Action<Inkling.Training.Learner> action) : Callback
    {
        public override int Order => -1;

        public override void BeforeBatch(Inkling.Training.Learner learner) => action(learner);
    }

    private sealed class Backward(Action<Inkling.Training.Learner> action) : Callback
    {
        public override void BeforeBackward(Inkling.Training.Learner learner) => action(learner);
    }
}
