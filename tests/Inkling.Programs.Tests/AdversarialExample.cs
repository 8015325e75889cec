namespace Inkling.Programs.Tests;

/// <summary>The fast gradient sign method by hand (Goodfellow et al., ICLR 2015).</summary>
public class AdversarialExample
{
    [Fact]
    public void A_small_step_along_the_sign_of_the_gradient_misleads_the_model()
    {
        Randomness.Seed(13);
        const float Epsilon = 0.3f;
        var points = Tensor.Cat([Tensor.Randn(100, 20) + 0.25f, Tensor.Randn(100, 20) - 0.25f]);
        var labels = Tensor.Cat([Tensor.Zeros(100), Tensor.Ones(100)]);
        var model = new Sequential(new Linear(20, 32), new ReLU(), new Linear(32, 2));
        var criterion = new CrossEntropyLoss();
        var optimizer = new Adam(model.Parameters(), learningRate: 0.01f);
        for (var step = 0; step < 60; step++)
        {
            optimizer.ZeroGrad();
            criterion.Forward(model.Forward(points), labels).Backward();
            optimizer.Step();
        }

        model.Eval();
        var inputs = points.Clone().RequireGrad();
        criterion.Forward(model.Forward(inputs), labels).Backward();
        using var _ = new NoGrad();
        var perturbed = inputs + (Epsilon * inputs.Grad.Sign());

        (perturbed - inputs).Abs().Max().Item().ShouldBe(Epsilon, 1e-5f);
        var clean = (model.Forward(points).ArgMax(1) == labels).Mean().Item();
        var attacked = (model.Forward(perturbed).ArgMax(1) == labels).Mean().Item();
        clean.ShouldBeGreaterThan(0.95f);
        attacked.ShouldBeLessThan(clean - 0.2f);
    }
}
