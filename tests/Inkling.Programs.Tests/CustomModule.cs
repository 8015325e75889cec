namespace Inkling.Programs.Tests;

/// <summary>A module of two layers with a skip connection learns exclusive or.</summary>
public class CustomModule
{
    private sealed class ResidualNet : Module
    {
        private readonly Linear _input = new(2, 16);
        private readonly Linear _hidden = new(16, 16);
        private readonly Linear _output = new(16, 1);

        public ResidualNet()
        {
            Register("input", _input);
            Register("hidden", _hidden);
            Register("output", _output);
        }

        protected override Tensor ForwardCore(Tensor input)
        {
            var x = _input.Forward(input).Tanh();
            x = x + _hidden.Forward(x).Relu();
            return _output.Forward(x);
        }
    }

    [Fact]
    public void Exclusive_or_is_learned()
    {
        Randomness.Seed(1);
        var inputs = Tensor.From(new float[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } });
        var targets = Tensor.From([0, 1, 1, 0], 4, 1);
        var model = new ResidualNet();
        model.NamedParameters().Select(parameter => parameter.Name)
            .ShouldBe(["input.weight", "input.bias", "hidden.weight", "hidden.bias", "output.weight", "output.bias"]);

        var criterion = new MSELoss();
        var optimizer = new Adam(model.Parameters(), learningRate: 0.02f);
        for (var step = 0; step < 300; step++)
        {
            var loss = criterion.Forward(model.Forward(inputs), targets);
            optimizer.ZeroGrad();
            loss.Backward();
            optimizer.Step();
        }

        ((model.Forward(inputs) > 0.5f) == targets).All().ShouldBeTrue();
    }
}
