using Inkling.Models;
using Inkling.Nn;
using Inkling.Optim;

namespace Inkling.Tests.Nn;

/// <summary>What the layers of convolutional networks refuse, and what the order in memory must not show.</summary>
public class ConvolutionLayerTests
{
    [Fact]
    public void A_convolution_names_itself_and_what_it_expects()
    {
        var layer = new Conv2d(3, 8, 3, stride: 2, padding: 1);
        Should.Throw<ArgumentException>(() => layer.Forward(Tensor.Zeros(2, 1, 28, 28))).Message
            .ShouldStartWith("Conv2d(3, 8, kernel 3, stride 2, padding 1): input is [2, 1, 28, 28], expected [*, 3, height, width]");
        Should.Throw<ArgumentException>(() => new Conv2d(1, 8, 7, padding: 1).Forward(Tensor.Zeros(2, 1, 4, 4))).Message
            .ShouldStartWith(
                "Conv2d(1, 8, kernel 7, padding 1): input is [2, 1, 4, 4], its feature maps padded are 6x6, "
                + "expected at least the kernel's 7x7");
        Should.Throw<ArgumentException>(() => new Conv2d(1, 8, (1, 5)).Forward(Tensor.Zeros(2, 1, 4, 4))).Message.ShouldContain("1x5");
        Should.Throw<ArgumentOutOfRangeException>(() => new Conv2d(1, 8, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new Conv2d(1, 8, 3, stride: 0));
    }

    [Fact]
    public void Batch_norm_refuses_one_value_per_channel_in_training_only()
    {
        var layer = new BatchNorm2d(4);
        Should.Throw<ArgumentException>(() => layer.Forward(Tensor.Ones(1, 4, 1, 1))).Message
            .ShouldStartWith("BatchNorm2d(4): input is [1, 4, 1, 1]: one value per channel has no variance to train with");
        layer.Eval();
        layer.Forward(Tensor.Ones(1, 4, 1, 1)).Shape.ShouldBe(new Shape(1, 4, 1, 1));
        Should.Throw<ArgumentException>(
            () => new BatchNorm1d(4).Forward(Tensor.Ones(1, 4))).Message.ShouldStartWith("BatchNorm1d(4): input is [1, 4]");
        Should.Throw<ArgumentException>(() => new BatchNorm1d(4).Forward(Tensor.Ones(2, 5))).Message.ShouldStartWith(
            "BatchNorm1d(4): input is [2, 5], expected [*, 4]");
    }

    [Fact]
    public void A_pool_refuses_a_window_larger_than_the_map_and_maps_without_a_batch()
    {
        Should.Throw<ArgumentException>(() => new MaxPool2d(3).Forward(Tensor.Zeros(1, 1, 2, 2))).Message.ShouldStartWith(
            "MaxPool2d: the kernel is 3x3, larger than the input of 2x2");
        Should.Throw<ArgumentException>(() => new AvgPool2d(2).Forward(Tensor.Zeros(4, 4))).Message.ShouldStartWith(
            "AvgPool2d: input is [4, 4], expected [N, C, H, W]");
        Should.Throw<ArgumentException>(
            () => new MaxPool2d(2, 2, 2).Forward(Tensor.Zeros(1, 1, 8, 8))).Message.ShouldContain("at most half");
    }

    [Fact]
    public void A_rectangular_kernel_with_unequal_strides_agrees_with_plain_loops()
    {
        var random = new RandomStream(5);
        var x = Tensor.Randn([2, 3, 6, 9], random);
        var layer = new Conv2d(3, 4, (2, 5), (1, 2), (1, 0), random: random);
        var (w, b) = (layer.Weight, layer.Bias!.Value);
        var y = layer.Forward(x);
        y.Shape.ShouldBe(new Shape(2, 4, 7, 3));
        for (var at = 0; at < y.Length; at++)
        {
            var (n, o, oy, ox) = (at / 84, at / 21 % 4, at / 3 % 7, at % 3);
            double sum = b[o].Item();
            for (var tap = 0; tap < 30; tap++)
            {
                var (c, ky, kx) = (tap / 10, tap / 5 % 2, tap % 5);
                if (oy - 1 + ky is >= 0 and < 6 and var iy)
                    sum += (double)x[n, c, iy, (ox * 2) + kx].Item() * w[o, c, ky, kx].Item();
            }

            y[n, o, oy, ox].Item().ShouldBe((float)sum, 1e-5);
        }
    }

    [Fact]
    public void An_image_has_the_same_bits_alone_and_in_any_batch()
    {
        var model = new ResNet18(1, 10);
        model.Eval();
        using var _ = new NoGrad();
        var images = Tensor.Randn([70, 1, 28, 28], new RandomStream(3));
        var all = model.Forward(images).ToArray();
        foreach (var index in (int[])[0, 63, 64, 69])
        {
            var one = Tensor.From(images.Span.Slice(index * 784, 784), 1, 1, 28, 28);
            model.Forward(one).ToArray().ShouldHaveTheBitsOf(all[(index * 10)..((index + 1) * 10)], $"image {index}");
        }
    }

    [Fact]
    public void Evaluation_gives_the_same_bits_with_and_without_recording()
    {
        var model = new ResNet18(1, 10);
        var images = Tensor.Randn([5, 1, 28, 28], new RandomStream(4));
        model.Forward(images);
        model.Eval();
        var recorded = model.Forward(images).ToArray();
        using var _ = new NoGrad();
        model.Forward(images).ToArray().ShouldHaveTheBitsOf(recorded, "logits");
    }

    [Fact]
    public void The_order_in_memory_does_not_show()
    {
        var random = new RandomStream(7);
        var x = Tensor.Randn([2, 3, 4, 5], random).RequireGrad();
        var same = Tensor.Randn([3, 3, 1, 1], random).Permute(2, 3, 1, 0);
        var maps = x.Conv2d(same);
        var plain = Tensor.From(maps.Clone().ToArray(), 2, 3, 4, 5);
        x.Conv2d(same).Relu().ToArray().ShouldBe(plain.Relu().ToArray());
        (x.Conv2d(same) * x.Conv2d(same)).ToArray().ShouldBe((plain * plain).ToArray());
        (x.Conv2d(same) + plain).ToArray().ShouldBe((plain + plain).ToArray());
        x.Conv2d(same).Flatten(1).ToArray().ShouldBe(plain.ToArray());
        x.Conv2d(same).Detach().ToArray().ShouldBe(plain.ToArray());
        x.Conv2d(same).Transpose().ToArray().ShouldBe(plain.Transpose().ToArray());
        x.Conv2d(same).Sum(1).ToArray().ShouldBe(plain.Sum(1).ToArray());
        x.Conv2d(same)[1, 2, 3, 4].Item().ShouldBe(plain[1, 2, 3, 4].Item());
    }

    [Fact]
    public void Gradients_through_mixed_orders_agree_with_numerical_differentiation()
    {
        var random = new RandomStream(8);
        var weight = Tensor.Randn([3, 3, 2, 3], random);
        var other = Tensor.Randn([2, 3, 5, 4], random);
        var x = Tensor.Randn([2, 2, 5, 4], random).RequireGrad();
        Tensor Compute(Tensor input)
        {
            var maps = input.Conv2d(weight, padding: 1);
            return ((maps.Relu() + (maps * other)) / (maps * maps + 2)).AvgPool2d((2, 3), 1, 1).Flatten(1).Sum();
        }

        Compute(x).Backward();
        var analytic = x.Grad.ToArray();
        using var _ = new NoGrad();
        foreach (var i in (int[])[0, 7, 23, 41, 79])
        {
            var (up, down) = (Tensor.From(x.ToArray(), 2, 2, 5, 4), Tensor.From(x.ToArray(), 2, 2, 5, 4));
            up.Span[i] += 1e-2f;
            down.Span[i] -= 1e-2f;
            ((Compute(up).Item() - Compute(down).Item()) / 2e-2f).ShouldBe(analytic[i], 1e-2f, $"element {i}");
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.9f)]
    public void Weights_without_a_gradient_are_left_alone_to_the_same_bits(float momentum)
    {
        float[] Train(bool look)
        {
            var layer = new Conv2d(16, 16, 3, padding: 1, random: new RandomStream(1));
            var optimizer = new SGD(layer.Parameters(), 0.1f, momentum);
            foreach (var side in (int[])[1, 1, 2, 1])
            {
                var loss = layer.Forward(Tensor.Randn([3, 16, side, side], new RandomStream(2))).Sum();
                optimizer.ZeroGrad();
                loss.Backward();
                if (look)
                    layer.WeightInMemory.Grad.ToArray().Count(value => value == 0).ShouldBe(side == 1 ? 8 * 256 : 0);
                optimizer.Step();
            }

            return layer.WeightInMemory.ToArray();
        }

        Train(look: false).ShouldHaveTheBitsOf(Train(look: true), "weights");
    }

    [Fact]
    public void Dropout2d_drops_whole_maps()
    {
        var layer = new Dropout2d(0.5f, new RandomStream(1));
        foreach (var input in (Tensor[])[Tensor.Ones(8, 16, 3, 3), Tensor.Ones(8, 1, 3, 3).Conv2d(Tensor.Ones(1, 1, 1, 16))])
        {
            var kept = layer.Forward(input).ToArray();
            for (var map = 0; map < 128; map++)
                kept.AsSpan(map * 9, 9).ToArray().Distinct().ShouldHaveSingleItem().ShouldBeOneOf(0f, 2f);
            kept.Count(value => value > 0).ShouldBeInRange(9 * 40, 9 * 88);
        }
    }
}
