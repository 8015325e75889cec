namespace Inkling.Programs.Tests;

/// <summary>Linear regression by gradient descent on two tensors, without a module.</summary>
public class LinearRegression
{
    [Fact]
    public void Slope_and_intercept_are_found()
    {
        Randomness.Seed(6);
        var x = Tensor.Linspace(-1, 1, 50).Unsqueeze(1);
        var y = (3 * x) - 2 + (0.01f * Tensor.RandnLike(x));
        var weight = Tensor.Randn(1, 1).RequireGrad();
        var bias = Tensor.Zeros(1).RequireGrad();
        for (var step = 0; step < 200; step++)
        {
            var loss = (x.MatMul(weight) + bias - y).Pow(2).Mean();
            loss.Backward();
            using var _ = new NoGrad();
            weight -= 0.5f * weight.Grad;
            bias -= 0.5f * bias.Grad;
            weight.ZeroGrad();
            bias.ZeroGrad();
        }

        weight.Item().ShouldBe(3, 0.02);
        bias.Item().ShouldBe(-2, 0.02);
    }
}
