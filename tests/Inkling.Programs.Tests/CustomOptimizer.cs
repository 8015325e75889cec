namespace Inkling.Programs.Tests;

/// <summary>Lion (Chen et al., NeurIPS 2023, algorithm 2) as an optimizer of one's own.</summary>
public class CustomOptimizer
{
    private sealed class Lion(IEnumerable<Tensor> parameters, float learningRate, float beta1 = 0.9f, float beta2 = 0.99f)
        : Optimizer(parameters, learningRate)
    {
        protected override int StateCount => 1;

        protected override void Update(ParameterUpdate update)
        {
            var weights = update.Weights;
            var gradient = update.Gradient;
            var momentum = update.State(0);
            for (var i = 0; i < weights.Length; i++)
            {
                weights[i] -= update.LearningRate * MathF.Sign((beta1 * momentum[i]) + ((1 - beta1) * gradient[i]));
                momentum[i] = (beta2 * momentum[i]) + ((1 - beta2) * gradient[i]);
            }
        }
    }

    [Fact]
    public void A_quadratic_is_minimised_in_steps_of_the_learning_rate()
    {
        var target = Tensor.Of(1, -2, 3);
        var x = Tensor.Zeros(3).RequireGrad();
        var optimizer = new Lion([x], learningRate: 0.01f);
        for (var step = 0; step < 600; step++)
        {
            optimizer.ZeroGrad();
            (x - target).Square().Sum().Backward();
            optimizer.Step();
            if (step == 0)
                x.AllClose(Tensor.Of(0.01f, -0.01f, 0.01f)).ShouldBeTrue();
        }

        x.AllClose(target, atol: 0.2f).ShouldBeTrue($"{x}");
    }
}
