using Inkling.Optim;

namespace Inkling.Tests.Optim;

/// <summary>Optimizers that a program writes itself.</summary>
public class CustomOptimizerTests
{
    [Fact]
    public void The_example_of_the_documentation_steps_by_the_sign_of_the_gradient()
    {
        var weights = Tensor.Of(1, 2, 3).RequireGrad();
        var optimizer = new SignSGD([weights], 0.5f);
        (weights * Tensor.Of(4, -0.1f, 0)).Sum().Backward();
        optimizer.Step();
        weights.ToArray().ShouldBe([0.5f, 2.5f, 3]);
    }

    [Fact]
    public void State_is_kept_for_each_parameter_and_saved()
    {
        var (first, second) = (Tensor.Of(1, 1).RequireGrad(), Tensor.Of(1).RequireGrad());
        var optimizer = new GradientSum([new ParameterGroup([first]), new([second]) { LearningRate = 0.1f }], 1);
        for (var step = 0; step < 2; step++)
        {
            optimizer.ZeroGrad();
            (first.Sum() + (second * 2)).Sum().Backward();
            optimizer.Step();
        }

        // The second step subtracts the sum of both gradients.
        first.ToArray().ShouldBe([-2, -2]);
        second.ToArray().ShouldBe([0.4f], 1e-6);
        var state = optimizer.StateDictionary();
        state["0.0"].ToArray().ShouldBe([2, 2]);
        state["1.0"].ToArray().ShouldBe([4]);
        var resumed = new GradientSum([new ParameterGroup([first, second])], 1);
        resumed.LoadStateDictionary(state);
        resumed.StepCount.ShouldBe(2);
    }

    private sealed class SignSGD(IEnumerable<Tensor> parameters, float learningRate) : Optimizer(parameters, learningRate)
    {
        protected override void Update(ParameterUpdate update)
        {
            for (var i = 0; i < update.Weights.Length; i++)
                update.Weights[i] -= update.LearningRate * MathF.Sign(update.Gradient[i]);
        }
    }

    /// <summary>Descends along the sum of all gradients so far.</summary>
    private sealed class GradientSum(IEnumerable<ParameterGroup> groups, float learningRate) : Optimizer(groups, learningRate)
    {
        protected override int StateCount => 1;

        protected override void Update(ParameterUpdate update)
        {
            var sum = update.State(0);
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += update.Gradient[i];
                update.Weights[i] -= update.LearningRate * sum[i];
            }
        }
    }
}
