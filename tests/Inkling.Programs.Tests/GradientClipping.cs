namespace Inkling.Programs.Tests;

/// <summary>Gradients are scaled down when their norm is above a limit.</summary>
public class GradientClipping
{
    [Fact]
    public void The_norm_of_all_gradients_is_limited()
    {
        Randomness.Seed(10);
        var model = new Sequential(new Linear(4, 8), new Tanh(), new Linear(8, 1));
        (1000 * model.Forward(Tensor.Randn(16, 4))).Square().Mean().Backward();
        var before = model.Parameters().Select(parameter => parameter.Grad.Clone()).ToList();

        var norm = Utils.ClipGradNorm(model.Parameters(), maxNorm: 1);

        norm.ShouldBe(Tensor.Stack([.. before.Select(gradient => gradient.Norm())]).Norm().Item(), 1e-3 * norm);
        norm.ShouldBeGreaterThan(1);
        foreach (var (parameter, gradient) in model.Parameters().Zip(before))
            parameter.Grad.AllClose(gradient / (float)norm, atol: 1e-6f).ShouldBeTrue();
        Utils.ClipGradNorm(model.Parameters(), maxNorm: 2).ShouldBe(1, 1e-5);
    }
}
