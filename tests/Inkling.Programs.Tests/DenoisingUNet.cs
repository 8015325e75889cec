namespace Inkling.Programs.Tests;

/// <summary>A small U-Net (Ronneberger et al., MICCAI 2015) removes noise from images of squares.</summary>
public class DenoisingUNet
{
    private sealed class UNet : Module
    {
        private readonly Conv2d _down;
        private readonly Conv2d _bottom;
        private readonly ConvTranspose2d _up;
        private readonly Conv2d _output;

        public UNet(int channels)
        {
            _down = Register("down", new Conv2d(1, channels, 3, padding: 1));
            _bottom = Register("bottom", new Conv2d(channels, 2 * channels, 3, padding: 1));
            _up = Register("up", new ConvTranspose2d(2 * channels, channels, 2, stride: 2));
            _output = Register("output", new Conv2d(2 * channels, 1, 3, padding: 1));
        }

        protected override Tensor ForwardCore(Tensor input)
        {
            var skip = _down.Forward(input).Relu();
            var bottom = _bottom.Forward(skip.MaxPool2d(2)).Relu();
            return _output.Forward(Tensor.Cat([_up.Forward(bottom), skip], dim: 1));
        }
    }

    [Fact]
    public void Noise_is_removed()
    {
        Randomness.Seed(22);
        var random = new RandomStream(22);
        var clean = Tensor.Zeros(16, 1, 16, 16);
        for (var i = 0; i < 16; i++)
        {
            var (top, left) = (random.Next(8), random.Next(8));
            clean[i, 0, top..(top + 8), left..(left + 8)] = 1;
        }

        var noisy = clean + (0.5f * Tensor.RandnLike(clean));
        var model = new UNet(8);
        var criterion = new MSELoss();
        var optimizer = new Adam(model.Parameters(), learningRate: 0.01f);
        for (var step = 0; step < 60; step++)
        {
            optimizer.ZeroGrad();
            criterion.Forward(model.Forward(noisy), clean).Backward();
            optimizer.Step();
        }

        using var _ = new NoGrad();
        criterion.Forward(model.Forward(noisy), clean).Item().ShouldBeLessThan(0.3f * criterion.Forward(noisy, clean).Item());
    }
}
