namespace Inkling.Programs.Tests;

/// <summary>Logistic regression with the loss on logits separates two clusters.</summary>
public class LogisticRegression
{
    [Fact]
    public void Two_clusters_are_separated()
    {
        Randomness.Seed(7);
        var points = Tensor.Cat([Tensor.Randn(100, 2) + 2, Tensor.Randn(100, 2) - 2]);
        var labels = Tensor.Cat([Tensor.Ones(100, 1), Tensor.Zeros(100, 1)]);
        var model = new Linear(2, 1);
        var criterion = new BCEWithLogitsLoss();
        var optimizer = new SGD(model.Parameters(), learningRate: 0.1f, momentum: 0.9f);
        var first = criterion.Forward(model.Forward(points), labels).Item();
        for (var step = 0; step < 100; step++)
        {
            optimizer.ZeroGrad();
            criterion.Forward(model.Forward(points), labels).Backward();
            optimizer.Step();
        }

        using var _ = new NoGrad();
        var probabilities = model.Forward(points).Sigmoid();
        ((probabilities > 0.5f) == labels).Mean().Item().ShouldBeGreaterThan(0.97f);
        criterion.Forward(model.Forward(points), labels).Item().ShouldBeLessThan(first);
        criterion.Forward(model.Forward(points), labels).Item().ShouldBe(new BCELoss().Forward(probabilities, labels).Item(), 1e-5f);
    }
}
