using Inkling.Data;

namespace Inkling.Programs.Tests;

/// <summary>A variational autoencoder (Kingma and Welling, ICLR 2014) of digits.</summary>
public class VariationalAutoencoder
{
    private sealed class Vae : Module
    {
        private readonly Linear _fc1;
        private readonly Linear _fc21;
        private readonly Linear _fc22;
        private readonly Linear _fc3;
        private readonly Linear _fc4;

        public Vae()
        {
            _fc1 = Register("fc1", new Linear(784, 64));
            _fc21 = Register("fc21", new Linear(64, 8));
            _fc22 = Register("fc22", new Linear(64, 8));
            _fc3 = Register("fc3", new Linear(8, 64));
            _fc4 = Register("fc4", new Linear(64, 784));
        }

        public (Tensor Mean, Tensor LogVariance) Encode(Tensor x)
        {
            var hidden = _fc1.Forward(x).Relu();
            return (_fc21.Forward(hidden), _fc22.Forward(hidden));
        }

        public static Tensor Reparameterize(Tensor mean, Tensor logVariance)
        {
            var deviation = (0.5f * logVariance).Exp();
            return mean + (Tensor.RandnLike(deviation) * deviation);
        }

        public Tensor Decode(Tensor z) => _fc4.Forward(_fc3.Forward(z).Relu()).Sigmoid();

        protected override Tensor ForwardCore(Tensor input)
        {
            var (mean, logVariance) = Encode(input.Flatten(1));
            return Decode(Reparameterize(mean, logVariance));
        }
    }

    [Fact]
    public void Reconstruction_and_divergence_are_minimised_together()
    {
        Randomness.Seed(4);
        var train = Handwriting.Train(200);
        var model = new Vae();
        var optimizer = new Adam(model.Parameters(), learningRate: 3e-3f);
        var reconstruction = new BCELoss(Reduction.Sum);
        var epochs = new List<float>();
        for (var epoch = 0; epoch < 5; epoch++)
        {
            var sum = 0f;
            foreach (var (images, _) in train.Batches(50, shuffle: true))
            {
                var x = images.Reshape(-1, 784);
                optimizer.ZeroGrad();
                var (mean, logVariance) = model.Encode(x);
                var output = model.Decode(Vae.Reparameterize(mean, logVariance));
                var divergence = -0.5f * (1 + logVariance - mean.Pow(2) - logVariance.Exp()).Sum();
                var loss = reconstruction.Forward(output, x) + divergence;
                loss.Backward();
                optimizer.Step();
                sum += loss.Item();
            }

            epochs.Add(sum / train.Count);
        }

        epochs[^1].ShouldBeLessThan(0.6f * epochs[0]);
        using var scope = new NoGrad();
        var sample = model.Decode(Tensor.Randn(64, 8)).Reshape(64, 1, 28, 28);
        sample.ToArray().ShouldAllBe(pixel => pixel >= 0 && pixel <= 1);
    }
}
