using Inkling.Nn;

namespace Inkling.Tests.Nn;

public class InitializationTests
{
    [Fact]
    public void Xavier_has_the_bounds_and_the_deviation_of_its_formulas()
    {
        var uniform = Initialization.XavierUniform(new Shape(200, 100), gain: 2, new RandomStream(1));
        var bound = 2 * MathF.Sqrt(6f / 300);
        uniform.Abs().Max().Item().ShouldBeInRange(0.99f * bound, bound);
        uniform.Std().Item().ShouldBe(bound / MathF.Sqrt(3), 0.01 * bound);

        var normal = Initialization.XavierNormal(new Shape(40, 20, 3, 3), random: new RandomStream(1));
        normal.Shape.ShouldBe(new Shape(40, 20, 3, 3));
        normal.Std().Item().ShouldBe(MathF.Sqrt(2f / (60 * 9)), 0.002);
        Should.Throw<ArgumentException>(() => Initialization.XavierUniform(new Shape(3))).Message
            .ShouldStartWith("XavierUniform: a shape of [3] was given, expected [out, in, ...]");
    }

    [Fact]
    public void A_weight_is_set_in_the_order_of_PyTorch()
    {
        Module[] layers = [new Linear(3, 2), new Conv1d(4, 6, 3, groups: 2), new Conv2d(2, 3, 5), new ConvTranspose2d(2, 3, 5)];
        foreach (var layer in layers)
        {
            var values = Tensor.Randn(layer.StateDictionary()["weight"].Shape.ToArray());
            switch (layer)
            {
                case Linear linear: linear.Weight = values; break;
                case Conv1d convolution: convolution.Weight = values; break;
                case ConvolutionLayer convolution: convolution.Weight = values; break;
            }

            layer.StateDictionary()["weight"].ToArray().ShouldBe(values.ToArray(), $"{layer}");
            layer.Parameters().ShouldAllBe(parameter => parameter.RequiresGrad);
        }

        Should.Throw<ArgumentException>(() => new Linear(3, 2).Weight = Tensor.Zeros(3, 2)).Message
            .ShouldStartWith("Linear(3, 2): a weight of [3, 2] was given, expected [2, 3]");
    }
}
