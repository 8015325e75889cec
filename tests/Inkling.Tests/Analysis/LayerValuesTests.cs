using Inkling.Analysis;
using Inkling.Data;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Tests.Training;

namespace Inkling.Tests.Analysis;

public class LayerValuesTests
{
    private static readonly TrainedModel Model = new(
        new Sequential(
            new Flatten(), new Linear(784, 6, random: new RandomStream(1)), new ReLU(), new Linear(6, 10, random: new RandomStream(2))),
        Small.Train.ClassNames);

    [Fact]
    public void Activations_are_the_outputs_of_the_layers_in_the_order_of_computation()
    {
        var (images, labels) = Small.Train.Take(5).All();
        var layers = LayerValues.Activations(Model, images);
        layers.Select(layer => layer.Name).ShouldBe(["0 Flatten()", "1 Linear(784, 6)", "2 ReLU()", "3 Linear(6, 10)"]);
        layers.Select(layer => layer.Values.Count).ShouldBe([1960, 30, 30, 50]);
        layers[2].Values.ShouldBe(layers[1].Values.Select(value => Math.Max(value, 0)));
        layers[2].Zeros.ShouldBe(layers[1].Values.Count(value => value <= 0) / 30.0);
        using var _ = new NoGrad();
        layers[3].Values.ShouldBe(Model.Module.Forward(images).ToArray().Select(value => (double)value));
        layers[0].Values[1].ShouldBe(images.ToArray()[2]);
        LayerValues.Activations(Model, images, most: 7)[3].Values.Count.ShouldBe(7);
        Model.Module.Training.ShouldBeTrue();
    }

    [Fact]
    public void Gradients_are_those_of_the_last_backward_pass()
    {
        LayerValues.Gradients(new Linear(3, 2)).ShouldBeEmpty();
        var (images, labels) = Small.Train.Take(5).All();
        new CrossEntropyLoss().Forward(Model.Module.Forward(images), labels).Backward();
        var layers = LayerValues.Gradients(Model.Module);
        layers.Select(layer => layer.Name).ShouldBe(["1.weight", "3.weight"]);
        var expected = Model.Module.NamedParameters().Single(parameter => parameter.Name == "3.weight").Value.Grad.ToArray();
        layers[1].Values.ShouldBe(expected.Select(value => (double)value));
    }
}
