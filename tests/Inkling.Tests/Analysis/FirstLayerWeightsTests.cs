using Inkling.Analysis;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Training;

namespace Inkling.Tests.Analysis;

public class FirstLayerWeightsTests
{
    [Theory]
    [InlineData("mlp", "1.weight", 128, 28, 28)]
    [InlineData("linear", "1.weight", 10, 28, 28)]
    [InlineData("simple-net", "1.weight", 32, 28, 28)]
    [InlineData("cnn", "conv1.weight", 32, 3, 3)]
    [InlineData("resnet18", "conv1.weight", 64, 7, 7)]
    public void Are_those_of_the_state_dictionary(string name, string parameter, int count, int rows, int columns)
    {
        var model = Models.Untrained(name);
        var weights = FirstLayerWeights.Of(model);
        (weights.Parameter, weights.Count, weights.Rows, weights.Columns).ShouldBe((parameter, count, rows, columns));
        var all = model.Module.StateDictionary()[parameter].ToArray();
        for (var i = 0; i < count; i++)
            weights.Image(i).ToArray().ShouldBe(all[(i * rows * columns)..((i + 1) * rows * columns)]);
        weights.Largest.ShouldBe(all.Max(Math.Abs));
        Should.Throw<ArgumentOutOfRangeException>(() => weights.Image(count).Length);
    }

    [Fact]
    public void Weights_that_lie_the_other_way_round_are_one_image()
    {
        var model = Models.Untrained("threes-sevens", 5, 7);
        var weights = FirstLayerWeights.Of(model);
        (weights.Parameter, weights.Layer, weights.Count, weights.Rows, weights.Columns)
            .ShouldBe(("weights", "ThreesSevensLinear(35)", 1, 5, 7));
        weights.Image(0).ToArray().ShouldBe(model.Module.StateDictionary()["weights"].ToArray());
    }

    [Fact]
    public void A_model_without_such_a_layer_is_said()
    {
        Message(new Sequential(new Flatten())).ShouldContain("no layer of it has weights");
        Message(new Sequential(new BatchNorm2d(1), new Flatten(), new Linear(784, 10))).ShouldContain("0.weight of BatchNorm2d(1) is [1]");
        Message(new Sequential(new AvgPool2d(2), new Flatten(), new Linear(196, 10))).ShouldContain("a weight for each of 784 pixels");

        static string Message(Module module) =>
            Should.Throw<ArgumentException>(() => FirstLayerWeights.Of(new TrainedModel("own", module, ["a", "b"]))).Message;
    }
}
