namespace Inkling.Programs.Tests;

/// <summary>A recurrent network by hand (Elman, 1990) remembers the first element of a sequence.</summary>
public class RecurrentNetwork
{
    private sealed class Rnn : Module
    {
        private readonly Linear _inputToHidden;
        private readonly Linear _hiddenToHidden;
        private readonly Linear _output;
        private readonly int _hiddenSize;

        public Rnn(int inputSize, int hiddenSize, int classes)
        {
            _hiddenSize = hiddenSize;
            _inputToHidden = Register("i2h", new Linear(inputSize, hiddenSize));
            _hiddenToHidden = Register("h2h", new Linear(hiddenSize, hiddenSize));
            _output = Register("h2o", new Linear(hiddenSize, classes));
        }

        protected override Tensor ForwardCore(Tensor input)
        {
            var hidden = Tensor.Zeros(input.Shape[0], _hiddenSize);
            for (var t = 0; t < input.Shape[1]; t++)
                hidden = (_inputToHidden.Forward(input[.., t]) + _hiddenToHidden.Forward(hidden)).Tanh();
            return _output.Forward(hidden);
        }
    }

    [Fact]
    public void The_first_element_is_remembered()
    {
        Randomness.Seed(3);
        var sequences = Tensor.Randn(128, 6, 1);
        var labels = (sequences[.., 0, 0] > 0);
        var model = new Rnn(1, 16, 2);
        var criterion = new CrossEntropyLoss();
        var optimizer = new Adam(model.Parameters(), learningRate: 0.01f);
        for (var step = 0; step < 200; step++)
        {
            optimizer.ZeroGrad();
            criterion.Forward(model.Forward(sequences), labels).Backward();
            optimizer.Step();
        }

        (model.Forward(sequences).ArgMax(1) == labels).Mean().Item().ShouldBeGreaterThan(0.95f);
    }
}
