using Inkling.Analysis;
using Inkling.Models;
using Inkling.Nn;

namespace Inkling.Tests.Analysis;

public class BackwardTraceTests
{
    public static TheoryData<string> Names { get; } = [.. ModelCatalog.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_the_backward_pass_of_the_cross_entropy(string name)
    {
        var model = Models.Untrained(name, 22, 20);
        var image = ForwardTraceTests.Image(Models.Noise(model, 1));
        var trace = BackwardTrace.Of(model, image, 1);

        model.Module.Eval();
        var input = Tensor.From(image, 1, 1, 22, 20).RequireGrad();
        var loss = model.Module.Forward(input).CrossEntropy(Tensor.From([1f], 1));
        loss.Backward();
        trace.Loss.ShouldBe(loss.Item());
        ((double)trace.Loss).ShouldBe(-Math.Log(trace.Forward.Probabilities.Values[1]), 1e-5);
        trace.Image.ToArray().AsSpan().ShouldBeCloseTo(input.Grad.ToArray(), 1e-5, "image");
        trace.Forward.Logits.ToArray().ShouldBe(ForwardTrace.Of(model, image).Logits.ToArray());
        trace.Layers.Select(layer => layer.Layer).ShouldBe(trace.Forward.Layers);

        var gradients = trace.Layers[^1].Values.ToArray();
        for (var i = 0; i < gradients.Length; i++)
            gradients[i].ShouldBe(trace.Forward.Probabilities.Values[i] - (i == 1 ? 1 : 0), 1e-6f);
        trace.Layers[^1].Norm.ShouldBe(Math.Sqrt(gradients.Sum(value => (double)value * value)), 1e-12);

        trace.Parameters.Select(parameter => parameter.Name).ShouldBe(model.Module.NamedParameters().Select(parameter => parameter.Name));
        foreach (var (parameter, (parameterName, value)) in trace.Parameters.Zip(model.Module.NamedParameters()))
        {
            parameter.Count.ShouldBe(value.Length);
            var norm = Math.Sqrt(value.Grad.ToArray().Sum(element => (double)element * element));
            parameter.Norm.ShouldBe(norm, 1e-4 * norm, parameterName);
        }

        foreach (var layer in trace.Layers)
        {
            if (layer.OfUnit(0) is not { } unit)
                continue;
            var (weight, bias) = layer.Layer.Module switch
            {
                Linear linear => (linear.WeightInOut.Grad.Transpose(), linear.Bias),
                Conv2d convolution => (convolution.WeightInMemory.Grad.Permute(3, 2, 0, 1), convolution.Bias),
                var norm => (((BatchNorm)norm).Weight.Grad, ((BatchNorm)norm).Bias),
            };
            var row = weight[0].ToArray();
            unit.Shape.ShouldBe(layer.Layer.Module is BatchNorm ? new Shape(1) : weight.Shape.Without(0));
            unit.Weight.ToArray().Select(value => (float)value).ToArray().AsSpan().ShouldBeCloseTo(row, 1e-4, layer.Layer.Name);
            if (bias is { } given)
                unit.Bias.ShouldBe(given.Grad[0].Item(), 1e-4 * (1 + Math.Abs(unit.Bias)));
        }
    }

    /// <summary>
    /// Each value of each output is moved by a small step, and the layers after it computed again: the loss changes as the gradient says.
    /// </summary>
    [Fact]
    public void Is_compared_with_numerical_differentiation()
    {
        Randomness.Seed(11);
        Module[] layers =
        [
            new Conv2d(1, 4, 3, padding: 1), new BatchNorm2d(4), new SiLU(), new AvgPool2d(2), new Conv2d(4, 3, 2, stride: 2), new Tanh(),
            new Flatten(), new Linear(12, 5), new Sigmoid(), new Linear(5, 3),
        ];
        var model = new TrainedModel(new Sequential(layers), ["a", "b", "c"], 8, 8);
        var trace = BackwardTrace.Of(model, [.. Enumerable.Range(0, 64).Select(i => (i * 37 % 64) / 64f)], 2);
        model.Module.Eval();
        using var _ = new NoGrad();
        for (var k = 0; k < layers.Length; k++)
        {
            var values = trace.Forward.Layers[k].Values.ToArray();
            for (var i = 0; i < values.Length; i += 1 + (values.Length / 20))
            {
                const float step = 1f / 64;
                var difference = (Loss(k, values, i, step) - Loss(k, values, i, -step)) / (2 * step);
                ((double)trace.Layers[k].Values[i]).ShouldBe(difference, 5e-5, $"{layers[k]} {i}");
            }

            trace.Layers[k].Values.ToArray().ShouldContain(value => Math.Abs(value) > 1e-3f);
        }

        double Loss(int layer, float[] values, int index, float by)
        {
            var moved = values.ToArray();
            moved[index] += by;
            var shape = trace.Forward.Layers[layer].Shape;
            var x = Tensor.From(moved, [1, .. shape.ToArray()]);
            var logits = layers.Skip(layer + 1).Aggregate(x, (input, next) => next.Forward(input)).ToArray();
            return Math.Log(logits.Sum(logit => Math.Exp(logit))) - logits[2];
        }
    }

    [Fact]
    public void The_gradients_of_the_model_are_left_as_they_were()
    {
        var model = Models.Untrained("cnn");
        var image = ForwardTraceTests.Image(Models.Noise(model, 1));
        var parameters = model.Module.Parameters().ToList();
        parameters[0].SetFrozen(true);
        model.Module.Forward(Tensor.From(image, 1, 1, 28, 28)).Sum().Backward();
        parameters[^1].ZeroGrad();
        var before = parameters.ConvertAll(parameter => parameter.HasGrad ? parameter.Grad.ToArray() : null);

        var trace = BackwardTrace.Of(model, image, 3);
        trace.Parameters[0].Norm.ShouldBeGreaterThan(0);
        parameters.ConvertAll(parameter => parameter.HasGrad ? parameter.Grad.ToArray() : null).ShouldBe(before);
        parameters.Select(parameter => parameter.RequiresGrad).ShouldBe([false, .. Enumerable.Repeat(true, parameters.Count - 1)]);
        model.Module.Modules().ShouldAllBe(module => module.Training && !module.HasHooks);
    }

    [Fact]
    public void What_has_no_gradient_is_one_line()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => BackwardTrace.Of(Models.TheMlp, new float[784], 10)).Message
            .ShouldContain("BackwardTrace: a label of 10, mlp has the classes 0 to 9");
        var trace = BackwardTrace.Of(Models.TheMlp, new float[784], 0);
        trace.Layers[2].OfUnit(0).ShouldBeNull();
        Should.Throw<ArgumentOutOfRangeException>(() => trace.Layers[1].OfUnit(128)).Message
            .ShouldContain("Linear(784, 128): there is no unit 128, expected 0 to 127");
    }
}
