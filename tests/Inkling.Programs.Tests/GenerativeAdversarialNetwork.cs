namespace Inkling.Programs.Tests;

/// <summary>Alternating steps of a discriminator and a generator (Goodfellow et al., NeurIPS 2014).</summary>
public class GenerativeAdversarialNetwork
{
    [Fact]
    public void The_generator_moves_towards_the_data()
    {
        Randomness.Seed(21);
        var generator = new Sequential(new Linear(4, 16), new ReLU(), new Linear(16, 1));
        var discriminator = new Sequential(new Linear(1, 16), new LeakyReLU(0.2f), new Linear(16, 1));
        var criterion = new BCEWithLogitsLoss();
        var generatorOptimizer = new Adam(generator.Parameters(), learningRate: 0.005f, beta1: 0.5f);
        var discriminatorOptimizer = new Adam(discriminator.Parameters(), learningRate: 0.01f, beta1: 0.5f);
        var (real, fake) = (Tensor.Ones(64, 1), Tensor.Zeros(64, 1));
        for (var step = 0; step < 400; step++)
        {
            var samples = Tensor.Randn(64, 1) + 4;
            var generated = generator.Forward(Tensor.Randn(64, 4));
            discriminatorOptimizer.ZeroGrad();
            generator.ZeroGrad();
            (criterion.Forward(discriminator.Forward(samples), real)
                + criterion.Forward(discriminator.Forward(generated.Detach()), fake)).Backward();
            generator.Parameters().ShouldAllBe(parameter => !parameter.HasGrad);
            discriminatorOptimizer.Step();

            generatorOptimizer.ZeroGrad();
            criterion.Forward(discriminator.Forward(generator.Forward(Tensor.Randn(64, 4))), real).Backward();
            generatorOptimizer.Step();
        }

        using var _ = new NoGrad();
        generator.Forward(Tensor.Randn(500, 4)).Mean().Item().ShouldBe(4, 1.5);
    }
}
