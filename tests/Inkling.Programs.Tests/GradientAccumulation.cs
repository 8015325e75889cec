namespace Inkling.Programs.Tests;

/// <summary>Four mini-batches of 8 give the gradient of one of 32.</summary>
public class GradientAccumulation
{
    [Fact]
    public void The_gradient_is_that_of_the_whole_batch()
    {
        Randomness.Seed(2);
        var (inputs, targets) = (Tensor.Randn(32, 5), Tensor.Randn(32, 1));
        var model = new Sequential(new Linear(5, 8), new ReLU(), new Linear(8, 1));
        var criterion = new MSELoss();

        criterion.Forward(model.Forward(inputs), targets).Backward();
        var expected = model.Parameters().Select(parameter => parameter.Grad.Clone()).ToList();
        model.ZeroGrad();

        foreach (var (x, y) in inputs.Split(8).Zip(targets.Split(8)))
            (criterion.Forward(model.Forward(x), y) / 4).Backward();

        foreach (var (parameter, gradient) in model.Parameters().Zip(expected))
            parameter.Grad.AllClose(gradient, atol: 1e-6f).ShouldBeTrue();
    }
}
