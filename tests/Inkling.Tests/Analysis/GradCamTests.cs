using Inkling.Analysis;
using Inkling.Models;
using Inkling.Nn;

namespace Inkling.Tests.Analysis;

public class GradCamTests
{
    /// <summary>
    /// Two kernels of one weight each, 2 and -1, over four pixels, and a linear layer on the eight values. The gradient of a logit with
    /// respect to a feature map is the four weights of that map, and its mean their mean.
    /// </summary>
    [Fact]
    public void On_a_tiny_network_it_is_what_hand_and_paper_compute()
    {
        var convolution = new Conv2d(1, 2, 1, bias: false) { Weight = Tensor.From([2, -1], 2, 1, 1, 1) };
        var linear = new Linear(8, 3);
        linear.Weight = Tensor.From(
            new float[,] { { 1, 2, 3, 2, 4, 4, 0, 0 }, { 0, 0, 0, -4, -8, 0, 0, 0 }, { -1, -1, -1, -1, 0, 0, 0, 0 } });
        var model = new TrainedModel("tiny", new Sequential(convolution, new Flatten(), linear), ["a", "b", "c"], 2, 2);

        // Class a: means 2 and 2, so 2 (2 x) + 2 (-x) = 2 x.
        new GradCam().Attribute(model, [0, 0.25f, 0.5f, 1], 0).Values.ToArray().ShouldBe([0, 0.5f, 1, 2], 1e-6f);

        // Class b: means -1 and -2, so -1 (2 x) - 2 (-x) = 0.
        new GradCam().Attribute(model, [0, 0.25f, 0.5f, 1], 1).Values.ToArray().ShouldBe([0, 0, 0, 0], 1e-6f);

        // Class c: means -1 and 0, so -2 x, which the ReLU makes 0.
        new GradCam().Attribute(model, [0, 0.25f, 0.5f, 1], 2).Values.ToArray().ShouldBe([0, 0, 0, 0], 1e-6f);
    }

    /// <summary>
    /// The gradient with respect to the feature maps by central differences: the layers behind them are computed for changed maps.
    /// </summary>
    [Fact]
    public void Its_weights_are_the_mean_slopes_of_the_logit()
    {
        var front = new Sequential(new Conv2d(1, 3, 3), new Tanh());
        var back = new Sequential(new AvgPool2d(2), new Flatten(), new Linear(12, 3), new Tanh());
        var model = new TrainedModel("smooth", new Sequential(front, back), ["a", "b", "c"], 6, 6);
        var image = Models.Noise(model, 1).Take([0]).Inputs.ToArray();
        var maps = front.Forward(Tensor.From(image, 1, 1, 6, 6)).ToArray();
        for (var target = 0; target < 3; target++)
        {
            var combined = new double[16];
            for (var map = 0; map < 3; map++)
            {
                var mean = Enumerable.Range(map * 16, 16).Average(i => (Logit(i, 0.01f) - Logit(i, -0.01f)) / 0.02);
                for (var i = 0; i < 16; i++)
                    combined[i] += mean * maps[(map * 16) + i];
            }

            var expected = Tensor.From([.. combined.Select(value => (float)Math.Max(0, value))], 1, 1, 4, 4).Interpolate2d((6, 6));
            var attribution = new GradCam().Attribute(model, image, target);
            attribution.Layer.ShouldBe("0");
            attribution.Values.ToArray().AsSpan().ShouldBeCloseTo(expected.Span, Close.Numerical, $"class {target}");

            float Logit(int at, float by)
            {
                float[] changed = [.. maps];
                changed[at] += by;
                using var _ = new NoGrad();
                return back.Forward(Tensor.From(changed, 1, 3, 4, 4))[0, target].Item();
            }
        }
    }

    [Theory]
    [InlineData("cnn", 28, null, "block4")]
    [InlineData("cnn", 18, null, "block3")]
    [InlineData("cnn", 28, "conv1", "conv1")]
    [InlineData("resnet18", 28, null, "layer4")]
    public void The_feature_maps_are_those_of_the_last_convolution_or_of_a_layer_by_name(
        string name, int side, string? layer, string expected)
    {
        var model = Models.Untrained(name, side, side);
        var image = Models.Noise(model, 1).Take([0]).Inputs.ToArray();
        var isUniform = true;
        for (var target = 0; target < 10; target++)
        {
            var attribution = new GradCam(layer).Attribute(model, image, target);
            var values = attribution.Values.ToArray();
            attribution.Layer.ShouldBe(expected);
            values.ShouldAllBe(value => value >= 0);
            isUniform &= values.Distinct().Count() == 1;
        }

        isUniform.ShouldBeFalse();
    }

    [Fact]
    public void Of_a_module_that_is_used_twice_the_last_output_is_meant()
    {
        var net = new UsedTwice();
        var model = new TrainedModel("twice", net, ["a", "b", "c"], 2, 2);
        new GradCam("act").Attribute(model, [0, 0.25f, 0.5f, 1], 0).Values.ToArray().ShouldBe([0, 1.5f, 3, 6], 1e-6f);
    }

    [Fact]
    public void A_network_without_feature_maps_is_refused()
    {
        var image = new float[784];
        Message(new GradCam(), Models.TheMlp).ShouldBe(
            "grad-cam: mlp has no convolution with feature maps of more than one position, expected a convolutional network");
        Message(new GradCam("1"), Models.TheMlp).ShouldBe(
            "grad-cam: mlp has no feature maps in a layer '1', expected a convolutional network");
        Message(new GradCam("fc"), Models.Untrained("cnn")).ShouldBe(
            "grad-cam: cnn has no feature maps in a layer 'fc', expected one of conv1, pool1, bn1, relu1, block1, conv2, pool2, bn2, "
            + "relu2, block2 and 8 more");

        string Message(GradCam method, TrainedModel model) =>
            Should.Throw<NotSupportedException>(() => method.Attribute(model, image)).Message;
    }

    /// <summary>relu(2 relu(3 x)), summed over the pixels for one class.</summary>
    private sealed class UsedTwice : Module
    {
        private readonly ReLU _act;

        public UsedTwice() => _act = Register("act", new ReLU());

        protected override Tensor ForwardCore(Tensor input)
        {
            var sum = _act.Forward(_act.Forward(input * 3) * 2).Sum([1, 2, 3]).Reshape(-1, 1);
            return Tensor.Cat([sum, sum * 0, sum * 0], 1);
        }
    }
}
