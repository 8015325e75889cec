using Inkling.Data;
using Inkling.Nn;
using Inkling.Optim;

namespace Inkling.Tests.Nn;

public class SharingTests
{
    [Fact]
    public void A_layer_used_twice_has_its_parameters_once()
    {
        var layer = new Linear(3, 3);
        var model = new Sequential(layer, new ReLU(), layer);
        model.Parameters().Count().ShouldBe(2);
        model.ParameterCount().ShouldBe(12);
        model.StateDictionary().Keys.ShouldBe(["0.weight", "0.bias", "2.weight", "2.bias"]);
        var before = layer.Bias!.Value.ToArray();
        model.Forward(Tensor.Ones(2, 3)).Sum().Backward();
        var gradient = layer.Bias!.Value.Grad.ToArray();
        new SGD(model.Parameters(), 1).Step();
        for (var i = 0; i < 3; i++)
            layer.Bias!.Value[i].Item().ShouldBe(before[i] - gradient[i], 1e-6f);
    }

    [Fact]
    public void What_a_module_of_your_own_keeps_stays_readable()
    {
        var keeper = new Keeper();
        var model = new Sequential(new Linear(3, 4), keeper, new Linear(4, 2));
        using (new NoGrad())
            model.Forward(Tensor.Ones(2, 3));
        keeper.Last.Shape.ShouldBe(new Shape(2, 4));
        keeper.Last.ToArray().ShouldAllBe(value => value >= 0);
    }

    [Fact]
    public void Each_part_goes_back_into_its_own_mode()
    {
        var dropout = new Dropout();
        var model = new Sequential(new Linear(2, 2), dropout);
        dropout.Eval();
        Summary.Of(model, 1, 2);
        model.Training.ShouldBeTrue();
        dropout.Training.ShouldBeFalse();
    }

    [Fact]
    public void Two_loops_over_one_loader_at_a_time_are_refused()
    {
        var loader = new DataLoader(new TensorDataset(Tensor.Zeros(10, 1), Tensor.Zeros(10)), 2);
        Should.Throw<InvalidOperationException>(() =>
        {
            foreach (var _ in loader)
            {
                foreach (var __ in loader)
                {
                }
            }
        });
        var batches = 0;
        foreach (var _ in loader)
            batches++;
        batches.ShouldBe(5);
    }

    [Fact]
    public void A_velocity_that_a_schedule_brought_is_loaded_again()
    {
        var first = Tensor.Ones(2).RequireGrad();
        var optimizer = new SGD([first], 0.1f) { Momentum = 0.9f };
        (first * first).Sum().Backward();
        optimizer.Step();
        var second = first.Clone().RequireGrad();
        var resumed = new SGD([second], 0.1f);
        resumed.LoadStateDictionary(optimizer.StateDictionary());
        resumed.StateDictionary()["0.0"].ToArray().ShouldBe(optimizer.StateDictionary()["0.0"].ToArray());
    }

    private sealed class Keeper : Module
    {
        public Tensor Last { get; private set; }

        protected override Tensor ForwardCore(Tensor input) => Last = input.Relu();
    }
}
