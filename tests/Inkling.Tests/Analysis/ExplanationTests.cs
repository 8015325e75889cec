using Inkling.Analysis;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Training;

namespace Inkling.Tests.Analysis;

public class ExplanationTests
{
    public static TheoryData<string> Names { get; } = [.. ModelCatalog.Names];

    [Fact]
    public void The_activations_of_the_mlp_are_those_of_plain_loops()
    {
        var model = Models.TheMlp;
        var explanation = Explanation.Of(model, Models.Test, 3);
        var state = model.Module.StateDictionary();
        double[] x = [.. Models.Test.Image(3).ToArray().Select(pixel => pixel / 255.0)];
        var hidden = Dense(x, state["1.weight"].ToArray(), state["1.bias"].ToArray());
        double[] active = [.. hidden.Select(value => Math.Max(0, value))];
        var logits = Dense(active, state["3.weight"].ToArray(), state["3.bias"].ToArray());

        explanation.Layers.Select(layer => $"{layer.Name} {layer.Layer} {layer.Shape}").ShouldBe(
            ["0 Flatten() [784]", "1 Linear(784, 128) [128]", "2 ReLU() [128]", "3 Linear(128, 10) [10]"]);
        foreach (var (layer, expected) in explanation.Layers.Zip((double[][])[x, hidden, active, logits]))
        {
            layer.Values.ToArray().AsSpan().ShouldBeCloseTo([.. expected.Select(value => (float)value)], 1e-5, layer.Layer);
            ((double)layer.Min).ShouldBe(expected.Min(), 1e-5);
            ((double)layer.Max).ShouldBe(expected.Max(), 1e-5);
            layer.Mean.ShouldBe(expected.Average(), 1e-5);
        }

        explanation.Layers[2].Zeros.ShouldBe(active.Count(value => value == 0));
        explanation.Class.ShouldBe(Array.IndexOf(logits, logits.Max()));
        explanation.RunnerUp.ShouldBe(Array.IndexOf(logits, logits.Order().ToArray()[^2]));
        ((double)explanation.Confidence).ShouldBe(Math.Exp(logits.Max()) / logits.Sum(Math.Exp), 1e-5);
        explanation.Probabilities.ToArray().Sum().ShouldBe(1, 1e-5f);
        explanation.Image.ToArray().Select(pixel => (double)pixel).ShouldBe(x, 1e-6);
    }

    [Fact]
    public void Of_a_linear_model_the_contributions_and_the_biases_add_up_to_the_lead()
    {
        var model = Models.TheLinear;
        var state = model.Module.StateDictionary();
        var (weights, bias) = (state["1.weight"], state["1.bias"]);
        for (var i = 0; i < 10; i++)
        {
            var explanation = Explanation.Of(model, Models.Test, i);
            var (first, second) = (explanation.Class, explanation.RunnerUp);
            var sum = explanation.Contributions.ToArray().Sum(value => (double)value) + (bias[first] - bias[second]).Item();
            sum.ShouldBe(explanation.Margin, 1e-4);
            explanation.Margin.ShouldBeGreaterThan(0);
            for (var pixel = 0; pixel < 784; pixel++)
            {
                ((double)explanation.Contributions[pixel]).ShouldBe(
                    (weights[first, pixel] - weights[second, pixel]).Item() * Models.Test.Image(i)[pixel] / 255.0, 1e-6);
            }
        }
    }

    /// <summary>
    /// The mlp is linear between the kinks of its ReLUs, so that a small step along a pixel changes the lead as its contribution says.
    /// </summary>
    [Fact]
    public void Contributions_are_the_slope_of_the_lead()
    {
        var model = Models.TheMlp;
        var explanation = Explanation.Of(model, Models.Test, 5);
        var compared = 0;
        for (var pixel = 0; pixel < 784; pixel++)
        {
            if (explanation.Image[pixel] is not (> 0.2f and < 0.8f))
                continue;
            const float step = 1f / 512;
            var (up, down) = (Lead(pixel, step), Lead(pixel, -step));
            ((up - down) / (2 * step) * explanation.Image[pixel]).ShouldBe(explanation.Contributions[pixel], 5e-3f);
            compared++;
        }

        compared.ShouldBeGreaterThan(10);

        float Lead(int pixel, float by)
        {
            var image = explanation.Image.ToArray();
            image[pixel] += by;
            using var _ = new NoGrad();
            var logits = model.Module.Forward(Tensor.From(image, 1, 1, 28, 28));
            return (logits[0, explanation.Class] - logits[0, explanation.RunnerUp]).Item();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_model_is_explained_and_left_as_it_was(string name)
    {
        var model = Models.Untrained(name, 22, 20);
        var set = Models.Noise(model, 1);
        model.Module.Train();
        var explanation = Explanation.Of(model, set, 0);
        model.Module.Training.ShouldBeTrue();
        model.Module.Parameters().ShouldAllBe(parameter => parameter.RequiresGrad && !parameter.HasGrad);
        explanation.Logits.ToArray().ShouldBe(Predictions.Of(model, set).Logits(0).ToArray());
        explanation.Class.ShouldBe(Predictions.Of(model, set).Class(0));
        explanation.Layers[^1].Shape.ShouldBe(new Shape(model.ClassNames.Count));
        explanation.Contributions.Length.ShouldBe(440);
        explanation.Contributions.ToArray().ShouldContain(value => value != 0);
    }

    [Fact]
    public void The_parts_of_the_convolutional_networks_have_names_and_shapes()
    {
        var cnn = Models.Untrained("cnn");
        Explanation.Of(cnn, Models.Noise(cnn, 1), 0).Layers.Select(layer => $"{layer.Name} {layer.Shape}").ShouldBe(
            ["block1 [32, 13, 13]", "block2 [32, 5, 5]", "block3 [64, 5, 5]", "block4 [64, 3, 3]", "flatten [576]", "fc [10]"]);
        var resnet = Models.Untrained("resnet18");
        Explanation.Of(resnet, Models.Noise(resnet, 1), 0).Layers.Select(layer => $"{layer.Name} {layer.Shape}").ShouldBe(
        [
            "enlarge [1, 40, 40]", "stem [64, 20, 20]", "maxpool [64, 10, 10]", "layer1 [64, 10, 10]", "layer2 [128, 5, 5]",
            "layer3 [256, 3, 3]", "layer4 [512, 2, 2]", "avgpool [512, 1, 1]", "flatten [512]", "fc [10]",
        ]);
    }

    [Fact]
    public void A_custom_network_is_explained_by_its_parts_and_a_function_after_them_as_the_whole()
    {
        var net = new TrainedModel(new Net(), ["a", "b"], 2, 2);
        var explanation = Explanation.Of(net, [0, 0.5f, 1, 0.25f]);
        explanation.Layers.Select(layer => $"{layer.Name} {layer.Layer} {layer.Shape}").ShouldBe(
            ["layers.0 Flatten() [4]", "layers.2 Linear(4, 2) [2]", " Net [2]"]);
        explanation.Logits.ToArray().ShouldBe([.. explanation.Layers[1].Values.ToArray().Select(value => value * 2)]);
        net.Module.Modules().ShouldAllBe(module => !module.HasHooks);
    }

    [Fact]
    public void What_cannot_be_explained_is_said()
    {
        Message(() => Explanation.Of(Models.TheMlp, new float[100])).ShouldContain("100 pixels, mlp expects 28x28");
        Message(() => Explanation.Of(Models.TheMlp, [.. Enumerable.Repeat(2f, 784)])).ShouldContain("not from 0 to 1");
        Message(() => Explanation.Of(Models.TheMlp, [.. Enumerable.Repeat(float.NaN, 784)])).ShouldContain("not from 0 to 1");
        Should.Throw<ArgumentOutOfRangeException>(() => Explanation.Of(Models.TheMlp, Models.Test, 200));
        var one = new TrainedModel("one", new Sequential(new Flatten(), new Linear(4, 1)), ["a"], 2, 2);
        Message(() => Explanation.Of(one, new float[4])).ShouldContain("one has 1 class, expected two or more");
        var wrong = new TrainedModel("wrong", new Sequential(new Flatten()), ["a", "b"], 2, 2);
        Message(() => Explanation.Of(wrong, new float[4])).ShouldContain("wrong gives [1, 4], expected [1, 2]");

        static string Message(Action action) => Should.Throw<ArgumentException>(action).Message;
    }

    private sealed class Net : Module
    {
        private readonly Sequential _layers;

        public Net() => _layers = Register("layers", new Sequential(new Flatten(), new Dropout(), new Linear(4, 2)));

        protected override Tensor ForwardCore(Tensor input) => _layers.Forward(input) * 2;

        public override string ToString() => "Net";
    }

    private static double[] Dense(double[] inputs, float[] weights, float[] bias) =>
        [.. bias.Select((value, unit) => value + inputs.Select((input, i) => input * weights[(unit * inputs.Length) + i]).Sum())];
}
