using Inkling.Nn;

namespace Inkling.Tests.Nn;

public class LinearTests
{
    [Theory]
    [InlineData(784, 128)]
    [InlineData(4, 300)]
    public void Starts_uniform_within_one_over_the_root_of_its_inputs(int inputs, int outputs)
    {
        var layer = new Linear(inputs, outputs, random: new RandomStream(1));
        var bound = 1 / MathF.Sqrt(inputs);
        foreach (var values in (float[][])[layer.Weight.ToArray(), layer.Bias!.Value.ToArray()])
        {
            values.ShouldAllBe(value => Math.Abs(value) <= bound);
            values.Max().ShouldBeGreaterThan(0.9f * bound);
            values.Min().ShouldBeLessThan(-0.9f * bound);
            // The mean of n such numbers has a deviation of bound / sqrt(3 n): five of them.
            values.Average().ShouldBe(0, 5 * bound / MathF.Sqrt(3 * values.Length));
        }
    }

    [Fact]
    public void Computes_what_its_weight_and_bias_say()
    {
        var layer = new Linear(2, 3);
        layer.LoadStateDictionary(
            new Dictionary<string, Tensor> { ["weight"] = Tensor.From([1, 2, 3, 4, 5, 6], 3, 2), ["bias"] = Tensor.Of(10, 20, 30) });
        layer.Forward(Tensor.From([1, 0, 1, 1], 2, 2)).ToArray().ShouldBe([11, 23, 35, 13, 27, 41]);
        layer.Weight.ToArray().ShouldBe([1, 2, 3, 4, 5, 6]);
        layer.WeightInOut.ToArray().ShouldBe([1, 3, 5, 2, 4, 6]);
    }

    [Fact]
    public void Gradients_flow_through_the_weight_as_PyTorch_shows_it()
    {
        var layer = new Linear(2, 3, bias: false);
        (layer.Weight * Tensor.From([1, 2, 3, 4, 5, 6], 3, 2)).Sum().Backward();
        layer.WeightInOut.Grad.ToArray().ShouldBe([1, 3, 5, 2, 4, 6]);
    }

    [Fact]
    public void Any_leading_dimensions_pass_through()
    {
        var layer = new Linear(4, 3);
        var x = Tensor.Randn(2, 5, 4);
        layer.Forward(x).ToArray().ShouldBe(layer.Forward(x.Reshape(10, 4)).ToArray());
        layer.Forward(x).Shape.ShouldBe(new Shape(2, 5, 3));
        layer.Forward(x[1, 2]).Shape.ShouldBe(new Shape(3));
    }

    [Fact]
    public void An_input_that_does_not_fit_is_refused_by_name()
    {
        var layer = new Linear(784, 128);
        Should.Throw<ArgumentException>(
            () => layer.Forward(Tensor.Zeros(64, 100)))
            .Message.ShouldStartWith("Linear(784, 128): input is [64, 100], expected [..., 784]");
        Should.Throw<ArgumentException>(() => new Linear(3, 2, bias: false).Forward(Tensor.Zeros(2, 4)))
            .Message.ShouldStartWith("Linear(3, 2, no bias): input is [2, 4], expected [..., 3]");
        Should.Throw<ArgumentOutOfRangeException>(() => new Linear(0, 3));
        Should.Throw<ArgumentOutOfRangeException>(() => new Linear(3, -1));
    }

    [Fact]
    public void An_empty_batch_gives_an_empty_result() =>
        new Linear(784, 10).Forward(Tensor.Zeros(0, 784)).Shape.ShouldBe(new Shape(0, 10));
}
