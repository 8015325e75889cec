using Inkling.Optim;

namespace Inkling.Tests.Optim;

public class ParameterGroupTests
{
    private readonly Tensor _body = Tensor.Of(1, 2).RequireGrad();
    private readonly Tensor _head = Tensor.Of(3).RequireGrad();

    [Fact]
    public void What_a_group_does_not_set_is_the_optimizers()
    {
        var optimizer = new SGD(
            [new ParameterGroup([_body]) { LearningRate = 0.01f, Momentum = 0 }, new([_head]) { WeightDecay = 0.5f }],
            learningRate: 0.1f, momentum: 0.9f, weightDecay: 0.2f);
        optimizer.ParameterGroups.Select(group => (group.LearningRate, group.Momentum, group.WeightDecay))
            .ShouldBe([(0.01f, 0, 0.2f), (0.1f, 0.9f, 0.5f)]);
    }

    [Fact]
    public void A_schedule_keeps_the_ratios_of_the_learning_rates_and_the_momentum_that_a_group_sets()
    {
        var optimizer = new SGD([new ParameterGroup([_body]) { LearningRate = 0.01f, Momentum = 0.5f }, new([_head])], 0.1f);
        new OneCycleSchedule(0.4f, 100).Apply(optimizer, 25);
        optimizer.ParameterGroups.Select(group => group.LearningRate).ShouldBe([0.04f, 0.4f]);
        optimizer.ParameterGroups.Select(group => group.Momentum).ShouldBe([0.5f, 0.85f]);
        optimizer.ParameterGroups[0].LearningRate = 0.1f;
        new ConstantSchedule(0.2f).Apply(optimizer, 0);
        optimizer.ParameterGroups[0].LearningRate.ShouldBe(0.05f);
    }

    [Fact]
    public void Slices_spread_learning_rates_over_the_groups_by_equal_factors()
    {
        new LearningRateSlice(1e-4f, 1e-2f).For(3).ShouldBe([1e-4f, 1e-3f, 1e-2f], 1e-9);
        new LearningRateSlice(0.1f).For(3).ShouldBe([0.01f, 0.01f, 0.1f], 1e-9);
        new LearningRateSlice(0.2f, 0.1f).For(1).ShouldBe([0.1f]);
        var optimizer = new Adam([new ParameterGroup([_body]), new([_head])]);
        optimizer.SetLearningRates(new LearningRateSlice(0.001f, 0.1f));
        optimizer.LearningRate.ShouldBe(0.1f);
        optimizer.ParameterGroups.Select(group => group.LearningRate).ShouldBe([0.001f, 0.1f]);
    }

    [Fact]
    public void Frozen_parameters_are_taken_but_not_updated()
    {
        var optimizer = new SGD([_body, _head.RequireGrad(false)], 0.1f, weightDecay: 0.5f);
        (_body.Sum() + _head.Sum()).Backward();
        optimizer.Step();
        _head.ToArray().ShouldBe([3]);
        _body.ToArray().ShouldNotBe([1, 2]);
    }

    [Fact]
    public void Wrong_groups_are_refused_with_a_reason()
    {
        Should.Throw<ArgumentException>(() => new SGD([new ParameterGroup([_body]), new([_head, _body])], 0.1f)).Message
            .ShouldStartWith("a parameter of shape [2] is in 2 parameter groups, expected one");
        var group = new ParameterGroup([_body]);
        _ = new SGD([group], 0.1f);
        Should.Throw<ArgumentException>(() => new SGD([group], 0.1f)).Message
            .ShouldStartWith("a parameter group belongs to another optimizer");
        Should.Throw<InvalidOperationException>(() => new SGD([new ParameterGroup([_body]) { LearningRate = 0.1f }], 0)).Message
            .ShouldStartWith("a parameter group's learning rate of 0.1 has no ratio to the optimizer's, which is 0");
        Should.Throw<ArgumentOutOfRangeException>(() => new ParameterGroup([_body]) { LearningRate = -1 });
        Should.Throw<ArgumentOutOfRangeException>(() => new ParameterGroup([_body]) { WeightDecay = float.NaN });
        Should.Throw<ArgumentOutOfRangeException>(() => new ParameterGroup([_body]) { Momentum = 1 });
        Should.Throw<ArgumentOutOfRangeException>(() => new LearningRateSlice(0, 1).For(2));
    }
}
