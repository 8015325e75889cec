namespace Inkling.Programs.Tests;

/// <summary>Mixup by hand (Zhang et al., ICLR 2018): inputs and losses of two examples are mixed.</summary>
public class Mixup
{
    [Fact]
    public void A_model_learns_from_mixed_examples()
    {
        Randomness.Seed(14);
        var random = new RandomStream(14);
        var points = Tensor.Cat([Tensor.Randn(60, 2) + 2, Tensor.Randn(60, 2) - 2]);
        var labels = Tensor.Cat([Tensor.Zeros(60), Tensor.Ones(60)]);
        var model = new Sequential(new Linear(2, 16), new ReLU(), new Linear(16, 2));
        var criterion = new CrossEntropyLoss();
        var optimizer = new Adam(model.Parameters(), learningRate: 0.02f);
        var order = Enumerable.Range(0, 120).ToArray();
        for (var step = 0; step < 100; step++)
        {
            random.Shuffle(order);
            var lambda = random.NextSingle();
            var mixed = (lambda * points) + ((1 - lambda) * points.IndexSelect(0, order));
            var logits = model.Forward(mixed);
            var loss = (lambda * criterion.Forward(logits, labels))
                + ((1 - lambda) * criterion.Forward(logits, labels.IndexSelect(0, order)));
            optimizer.ZeroGrad();
            loss.Backward();
            optimizer.Step();
        }

        using var _ = new NoGrad();
        (model.Forward(points).ArgMax(1) == labels).Mean().Item().ShouldBeGreaterThan(0.95f);
        model.Forward(Tensor.Zeros(1, 2)).Softmax()[0, 0].Item().ShouldBe(0.5f, 0.3f);
    }
}
