using Inkling.Data;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Tests.Formats;
using Inkling.Training;

namespace Inkling.Tests.Models;

public sealed class CustomNetworkTests : IDisposable
{
    private static readonly NetworkDesign Design = new()
    {
        Convolutions = new LayerSizes(4, 8),
        Layers = new LayerSizes(20, 12),
        Activation = ActivationKind.Tanh,
        Dropout = 0.25f,
    };

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Has_the_layers_of_its_design()
    {
        var network = Design.Create(28, 28, 10);
        string[] layers = [.. network.Modules().Where(module => !module.Children.Any()).Select(module => module.GetType().Name)];
        layers.ShouldBe(
        [
            "Conv2d", "Tanh", "MaxPool2d", "Conv2d", "Tanh", "MaxPool2d", "Flatten",
            "Linear", "Tanh", "Dropout", "Linear", "Tanh", "Dropout", "Linear",
        ]);
        network.StateDictionary().ToDictionary(entry => entry.Key, entry => $"{entry.Value.Shape}").ShouldBe(
            new Dictionary<string, string>
            {
                ["0.weight"] = "[4, 1, 3, 3]",
                ["0.bias"] = "[4]",
                ["3.weight"] = "[8, 4, 3, 3]",
                ["3.bias"] = "[8]",
                ["7.weight"] = "[20, 392]",
                ["7.bias"] = "[20]",
                ["10.weight"] = "[12, 20]",
                ["10.bias"] = "[12]",
                ["13.weight"] = "[10, 12]",
                ["13.bias"] = "[10]",
            },
            ignoreOrder: true);
        network.Forward(Tensor.Zeros(3, 1, 28, 28)).Shape.ShouldBe(new Shape(3, 10));
    }

    [Theory]
    [InlineData("none", "none", 28, 7_850)]
    [InlineData("none", "128", 28, 101_770)]
    [InlineData("4-8", "20-12", 28, 8_578)]
    [InlineData("3", "none", 9, 30 + (49 * 10))]
    public void Counts_its_parameters(string convolutions, string layers, int side, int expected)
    {
        LayerSizes.TryParse(convolutions, out var channels).ShouldBeTrue();
        LayerSizes.TryParse(layers, out var units).ShouldBeTrue();
        var design = new NetworkDesign { Convolutions = channels, Layers = units };
        design.Create(side, side, 10).ParameterCount().ShouldBe(expected);
        design.CountParameters(side, side, 10).ShouldBe(expected);
    }

    [Fact]
    public void A_model_file_has_the_design()
    {
        var file = Path.Combine(_scratch.Folder, "model.safetensors");
        var model = new TrainedModel("custom", Design.Create(28, 28, 10), ImageDataset.Digits);
        ModelFile.Save(file, model);
        var loaded = ModelFile.Load(file);
        ((CustomNetwork)loaded.Module).Design.ShouldBe(Design);
        WeightsHash.Of(loaded.Module).ShouldBe(WeightsHash.Of(model.Module));
    }

    [Theory]
    [InlineData("layers", "0", "its \"layers\" is '0', expected sizes such as 128-64, or none")]
    [InlineData("layers", "1-1-1-1-1-1-1-1-1", "its \"layers\" is '1-1-1-1-1-1-1-1-1', expected sizes such as 128-64, or none")]
    [InlineData("layers", "65536-65536", "custom for images of 28x28 and 10 classes has more than the ")]
    [InlineData("convolutions", "1-1-1-1-1-1", "convolutions 1-1-1-1-1-1 for images of 28x28, expected at least 64x64")]
    [InlineData("activation", "softmax", "its \"activation\" is 'softmax', expected one of: relu, leaky-relu, tanh, sigmoid, gelu, silu")]
    [InlineData("dropout", "1", "its \"dropout\" is '1', expected a number from 0, below 1")]
    public void A_file_whose_design_is_not_permitted_is_refused(string key, string value, string message)
    {
        var file = Path.Combine(_scratch.Folder, "model.safetensors");
        var state = Design.Create(28, 28, 10).GetExtraState().ToDictionary();
        state[key] = value;
        ModelFile.Save(file, new TrainedModel("custom", new Described(state), ImageDataset.Digits));
        Should.Throw<InvalidDataException>(() => ModelFile.Load(file)).Message.ShouldStartWith($"{file}: {message}");
    }

    [Fact]
    public void Hyper_parameters_of_layers_are_for_custom_alone()
    {
        var mlp = HyperParameters.For("mlp");
        var layers = HyperParameters.Settings["layers"];
        Should.Throw<ArgumentException>(() => layers.Set(mlp, new LayerSizes(5)).Check()).Message
            .ShouldBe("layers 5: the layers of mlp cannot be chosen, expected --model custom");
        var dropout = HyperParameters.Settings["dropout"];
        Should.Throw<ArgumentException>(() => dropout.Set(mlp, 0.5f).Check()).Message.ShouldStartWith("dropout 0.5: ");
        var custom = layers.Set(HyperParameters.For("custom"), layers.Convert("5-6"));
        custom.Check();
        custom.Design.ShouldBe(new NetworkDesign { Layers = new LayerSizes(5, 6) });
        custom.CreateModule(28, 28, 10).ParameterCount().ShouldBe((785 * 5) + (6 * 6) + (7 * 10));
        Should.Throw<ArgumentException>(() => layers.Convert("5-")).Message
            .ShouldBe("layers 5-: expected none or at most 8 sizes from 1 to 65536, such as 128-64");
        var large = layers.Set(custom, new LayerSizes(65536, 65536));
        Should.Throw<ArgumentException>(() => large.CheckFor(Small)).Message
            .ShouldStartWith("layers 65536-65536: custom for images of 28x28");
        var deep = HyperParameters.Settings["convolutions"].Set(custom, new LayerSizes(1, 1, 1, 1, 1));
        Should.Throw<ArgumentException>(() => deep.CheckFor(Small)).Message
            .ShouldBe("convolutions 1-1-1-1-1: images of 28x28, expected at least 32x32");
    }

    private static ImageDataset Small => Handwriting.Train(1);

    private sealed class Described(IReadOnlyDictionary<string, string> state) : Module
    {
        public override IReadOnlyDictionary<string, string> GetExtraState() => state;
    }
}
