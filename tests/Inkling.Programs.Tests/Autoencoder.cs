namespace Inkling.Programs.Tests;

/// <summary>An autoencoder with a code of two numbers reconstructs points of a plane in ten dimensions.</summary>
public class Autoencoder
{
    [Fact]
    public void Points_of_a_plane_are_reconstructed()
    {
        Randomness.Seed(4);
        var points = Tensor.Randn(200, 2).MatMul(Tensor.Randn(2, 10));
        var encoder = new Sequential(new Linear(10, 2));
        var decoder = new Sequential(new Linear(2, 10));
        var criterion = new MSELoss();
        var optimizer = new Adam(encoder.Parameters().Concat(decoder.Parameters()), learningRate: 0.02f);
        for (var step = 0; step < 400; step++)
        {
            optimizer.ZeroGrad();
            criterion.Forward(decoder.Forward(encoder.Forward(points)), points).Backward();
            optimizer.Step();
        }

        using var _ = new NoGrad();
        var code = encoder.Forward(points);
        code.Shape.ShouldBe(new Shape(200, 2));
        criterion.Forward(decoder.Forward(code), points).Item().ShouldBeLessThan(0.001f * points.Var().Item());
    }
}
