namespace Inkling.Programs.Tests;

/// <summary>A training loop in which a schedule sets the learning rate of each step.</summary>
public class LearningRateSchedule
{
    [Fact]
    public void The_learning_rate_warms_up_and_falls_along_a_cosine()
    {
        Randomness.Seed(9);
        const int Steps = 100;
        var x = Tensor.Randn(10).RequireGrad();
        var optimizer = new SGD([x], learningRate: 0.5f);
        var schedule = new WarmUp(new CosineSchedule(0.5f, Steps), steps: 10);
        var rates = new List<float>();
        for (var step = 0; step < Steps; step++)
        {
            schedule.Apply(optimizer, step);
            rates.Add(optimizer.LearningRate);
            optimizer.ZeroGrad();
            x.Square().Sum().Backward();
            optimizer.Step();
        }

        rates[..10].ShouldBeInOrder();
        rates.Max().ShouldBe(0.5f, 0.02f);
        rates[10..].ShouldBeInOrder(SortDirection.Descending);
        rates[^1].ShouldBeLessThan(0.001f);
        x.Norm().Item().ShouldBeLessThan(1e-4f);
    }
}
