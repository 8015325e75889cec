using Inkling.Nn;

namespace Inkling.Tests.Nn;

public class DropoutTests
{
    [Theory]
    [InlineData(0.2f)]
    [InlineData(0.5f)]
    public void Training_drops_its_share_and_keeps_the_mean(float probability)
    {
        const int Count = 100_000;
        var layer = new Dropout(probability, new RandomStream(1));
        var result = layer.Forward(Tensor.Ones(Count)).ToArray();
        result.Distinct().Order().ShouldBe([0, 1 / (1 - probability)]);
        // Five standard deviations.
        var deviation = Math.Sqrt(probability * (1 - probability) / Count);
        ((double)result.Count(value => value == 0) / Count).ShouldBe(probability, 5 * deviation);
        result.Average().ShouldBe(1, 5 * deviation / (1 - probability));
    }

    [Fact]
    public void The_gradient_flows_where_nothing_was_dropped()
    {
        var x = Tensor.Ones(1000).RequireGrad();
        var y = new Dropout(0.3f, new RandomStream(2)).Forward(x);
        var expected = y.ToArray();
        y.Sum().Backward();
        x.Grad.ToArray().ShouldBe(expected);
    }

    [Fact]
    public void Each_call_drops_others_and_the_same_seed_drops_the_same()
    {
        var (layer, again) = (new Dropout(0.5f, new RandomStream(3)), new Dropout(0.5f, new RandomStream(3)));
        var (first, second) = (layer.Forward(Tensor.Ones(100)).ToArray(), layer.Forward(Tensor.Ones(100)).ToArray());
        first.ShouldNotBe(second);
        again.Forward(Tensor.Ones(100)).ToArray().ShouldBe(first);
    }

    [Fact]
    public void Evaluation_passes_everything()
    {
        var layer = new Dropout(0.9f);
        layer.Eval();
        layer.Forward(Tensor.Of(1, 2, 3)).ToArray().ShouldBe([1, 2, 3]);
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1f)]
    [InlineData(float.NaN)]
    public void A_probability_outside_0_to_1_is_refused(float probability) =>
        Should.Throw<ArgumentOutOfRangeException>(
            () => new Dropout(probability)).Message.ShouldStartWith($"Dropout: a probability of {probability} is not in [0, 1)");
}
