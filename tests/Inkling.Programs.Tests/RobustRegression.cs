namespace Inkling.Programs.Tests;

/// <summary>A line through points with outliers: the Huber loss ignores them where the squared error does not.</summary>
public class RobustRegression
{
    [Fact]
    public void Outliers_pull_the_squared_error_and_not_the_Huber_loss()
    {
        Randomness.Seed(18);
        var x = Tensor.Linspace(-1, 1, 40).Unsqueeze(1);
        var outliers = Tensor.Zeros(40, 1);
        outliers.Span[36..].Fill(30);
        var y = (2 * x) + 1 + outliers;

        SlopeWith(new HuberLoss(), x, y).ShouldBe(2, 0.5);
        SlopeWith(new MSELoss(), x, y).ShouldBeGreaterThan(6);
    }

    private static double SlopeWith(Loss criterion, Tensor x, Tensor y)
    {
        var model = new Linear(1, 1);
        var optimizer = new SGD(model.Parameters(), learningRate: 0.3f);
        for (var step = 0; step < 300; step++)
        {
            optimizer.ZeroGrad();
            criterion.Forward(model.Forward(x), y).Backward();
            optimizer.Step();
        }

        return model.Weight.Item();
    }
}
