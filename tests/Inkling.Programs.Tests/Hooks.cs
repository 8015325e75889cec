namespace Inkling.Programs.Tests;

/// <summary>Hooks collect the activations and the gradients of every layer.</summary>
public class Hooks
{
    [Fact]
    public void Activations_and_gradients_of_every_layer_are_collected()
    {
        Randomness.Seed(12);
        var model = new Sequential(new Linear(4, 8), new ReLU(), new Linear(8, 2));
        var activations = new Dictionary<string, Tensor>();
        var gradients = new Dictionary<string, Tensor>();
        var handles = new List<IDisposable>();
        foreach (var (name, module) in model.NamedModules().Where(entry => entry.Name.Length > 0))
        {
            handles.Add(module.RegisterForwardHook((_, _, output) => activations[name] = output.Detach().Clone()));
            handles.Add(module.RegisterFullBackwardHook((_, _, gradOutput) => gradients[name] = gradOutput));
        }

        var output = model.Forward(Tensor.Randn(3, 4));
        output.Sum().Backward();

        activations.Keys.ShouldBe(["0", "1", "2"]);
        activations["1"].AllClose(activations["0"].Relu()).ShouldBeTrue();
        activations["2"].AllClose(output).ShouldBeTrue();
        gradients["2"].AllClose(Tensor.Ones(3, 2)).ShouldBeTrue();
        gradients["1"].AllClose(Tensor.Ones(3, 2).MatMul(((Linear)model[2]).Weight)).ShouldBeTrue();

        handles.ForEach(handle => handle.Dispose());
        activations.Clear();
        model.Forward(Tensor.Randn(3, 4));
        activations.ShouldBeEmpty();
    }
}
