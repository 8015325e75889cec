using Inkling.Analysis;
using Inkling.Data;
using Inkling.Models;
using Inkling.Nn;

namespace Inkling.Tests.Analysis;

public class ForwardTraceTests
{
    public static TheoryData<string> Names { get; } = [.. ModelCatalog.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Logits_are_those_of_inference_to_the_bit_and_the_model_is_left_as_it_was(string name)
    {
        var model = Models.Untrained(name, 22, 20);
        var set = Models.Noise(model, 1);
        model.Module.Train();
        var trace = ForwardTrace.Of(model, Image(set));
        model.Module.Training.ShouldBeTrue();
        model.Module.Modules().ShouldAllBe(module => !module.HasHooks);
        model.Module.Parameters().ShouldAllBe(parameter => parameter.RequiresGrad && !parameter.HasGrad);
        trace.Logits.ToArray().ShouldBe(Predictions.Of(model, set).Logits(0).ToArray());
        trace.Layers[^1].Values.ToArray().ShouldBe(trace.Logits.ToArray());
        trace.Prediction.Probabilities.ToArray().ShouldBe(trace.Probabilities.Values.ToArray());
        trace.Image.ToArray().ShouldBe(Image(set));
    }

    [Fact]
    public void The_layers_of_the_mlp_have_names_formulas_and_sources()
    {
        var trace = ForwardTrace.Of(Models.TheMlp, Image(Models.Test));
        trace.Layers.Select(layer => $"{layer.Name} {layer.Kind} {layer.InputShape} {layer.Shape} {layer.Formula} {layer.Source}").ShouldBe(
        [
            "0 Flatten [1, 28, 28] [784] y[i] = x[i], row by row -1",
            "1 Linear [784] [128] y = x Wᵀ + b 0",
            "2 ReLU [128] [128] y = max(0, x) 1",
            "3 Linear [128] [10] y = x Wᵀ + b 2",
        ]);
        trace.Layers.Select(layer => layer.Index).ShouldBe([0, 1, 2, 3]);
        foreach (var layer in trace.Layers.Skip(1))
            layer.Input.ToArray().ShouldBe(trace.Layers[layer.Index - 1].Values.ToArray());
        trace.Layers[0].Input.ToArray().ShouldBe(Image(Models.Test));
        (trace.Probabilities.Kind, trace.Probabilities.Source).ShouldBe(("Softmax", 3));
    }

    /// <summary>Layers that inference computes in one pass are computed one by one.</summary>
    [Fact]
    public void The_layers_of_the_small_cnn_are_those_of_the_state_dictionary()
    {
        var model = Models.Untrained("cnn");
        var layers = ForwardTrace.Of(model, Image(Models.Noise(model, 1))).Layers;
        layers.Select(layer => $"{layer.Name} {layer.Shape}").ShouldBe(
        [
            "conv1 [32, 26, 26]", "pool1 [32, 13, 13]", "bn1 [32, 13, 13]", "relu1 [32, 13, 13]", "conv2 [32, 11, 11]", "pool2 [32, 5, 5]",
            "bn2 [32, 5, 5]", "relu2 [32, 5, 5]", "conv3 [64, 5, 5]", "bn3 [64, 5, 5]", "relu3 [64, 5, 5]", "conv4 [64, 3, 3]",
            "bn4 [64, 3, 3]", "relu4 [64, 3, 3]", "flatten [576]", "fc [10]",
        ]);
        layers[0].Formula.ShouldBe("y[o, r, c] = Σ W[o, i, k, l] x[i, r + k, c + l]");
        layers.Select(layer => layer.Source).ShouldBe([.. Enumerable.Range(-1, layers.Count).Select(i => (int?)i)]);
    }

    [Fact]
    public void Residual_blocks_have_their_parts_and_their_sum()
    {
        var model = Models.Untrained("resnet18");
        var layers = ForwardTrace.Of(model, Image(Models.Noise(model, 1))).Layers;
        layers.Select(layer => layer.Name).Where(name => name.StartsWith("layer2.0", StringComparison.Ordinal)).ShouldBe(
        [
            "layer2.0.conv1", "layer2.0.bn1", "layer2.0.conv2", "layer2.0.bn2", "layer2.0.downsample.0", "layer2.0.downsample.1",
            "layer2.0",
        ], ignoreOrder: true);
        layers.ShouldNotContain(layer => layer.Name == "layer2");
        layers.Single(layer => layer.Name == "conv1").Formula.ShouldBe(
            "y[o, r, c] = Σ W[o, i, k, l] x[i, 2 r + k - 3, 2 c + l - 3]");
        var block = layers.Single(layer => layer.Name == "layer2.1");
        layers[block.Source!.Value].Name.ShouldBe("layer2.0");
    }

    [Fact]
    public void What_is_computed_between_layers_has_no_source_and_dropout_passes_its_input_on()
    {
        Randomness.Seed(1);
        var model = new TrainedModel(new ResNet18(1, 3, ResNetHead.Fastai), ["a", "b", "c"], 20, 20);
        var layers = ForwardTrace.Of(model, Image(Models.Noise(model, 1))).Layers;
        layers.Single(layer => layer.Name == "head.layers.0").Source.ShouldBeNull();
        var dropout = layers.Single(layer => layer.Name == "head.layers.1");
        dropout.Values.ToArray().ShouldBe(dropout.Input.ToArray());
        layers.Single(layer => layer.Name == "head.layers.2").Source.ShouldBe(dropout.Index - 1);
    }

    [Fact]
    public void A_custom_network_may_keep_its_tensors()
    {
        var module = new Keeper();
        var model = new TrainedModel(module, ["a", "b"], 2, 2);
        var trace = ForwardTrace.Of(model, [0, 0.5f, 1, 0.25f]);
        trace.Layers.Select(layer => $"{layer.Name} {layer.Kind} {layer.Formula}").ShouldBe(
            ["flatten Flatten y[i] = x[i], row by row", "linear Linear y = x Wᵀ + b", " Keeper "]);
        module.Kept!.Value.ToArray().ShouldBe(trace.Layers[1].Values.ToArray());
        var value = trace.Layers[2].ValueAt(1);
        (value.Terms.Count, value.Value, value.Result).ShouldBe((0, trace.Logits[1], trace.Logits[1]));
        trace.Layers[2].UsesOf(0).ShouldBeEmpty();
    }

    [Fact]
    public void What_cannot_be_traced_is_one_line()
    {
        Should.Throw<ArgumentException>(() => ForwardTrace.Of(Models.TheMlp, new float[100])).Message
            .ShouldContain("ForwardTrace: 100 pixels, mlp expects 28x28");
        var wrong = new TrainedModel("wrong", new Sequential(new Flatten()), ["a", "b"], 2, 2);
        Should.Throw<ArgumentException>(() => ForwardTrace.Of(wrong, new float[4])).Message
            .ShouldContain("wrong gives [1, 4], expected [1, 2]");
        wrong.Module.Modules().ShouldAllBe(module => !module.HasHooks);
        var layer = ForwardTrace.Of(Models.TheMlp, new float[784]).Layers[1];
        Should.Throw<ArgumentOutOfRangeException>(() => layer.ValueAt(128)).Message
            .ShouldContain("Linear(784, 128): values has no index 128, expected 0 to 127");
        Should.Throw<ArgumentOutOfRangeException>(() => layer.UsesOf(-1)).Message.ShouldContain("expected 0 to 783");
    }

    internal static float[] Image(ImageDataset set, int index = 0) => set.Take([index]).Inputs.ToArray();

    private sealed class Keeper : Module
    {
        private readonly Module _flatten, _linear;

        public Keeper()
        {
            _flatten = Register("flatten", new Flatten());
            _linear = Register("linear", new Linear(4, 2, random: new RandomStream(1)));
        }

        public Tensor? Kept { get; private set; }

        protected override Tensor ForwardCore(Tensor input)
        {
            Kept = _linear.Forward(_flatten.Forward(input));
            return Kept.Value * 2;
        }
    }
}
