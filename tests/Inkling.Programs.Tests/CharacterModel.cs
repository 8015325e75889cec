using Inkling.Models;

namespace Inkling.Programs.Tests;

/// <summary>A recurrent model of characters with an embedding; the last ones are padding, which the loss ignores.</summary>
public sealed class CharacterModel : IDisposable
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("inkling").FullName, "state.safetensors");

    private sealed class CharRnn : Module
    {
        private readonly Embedding _embedding;
        private readonly Linear _inputToHidden;
        private readonly Linear _hiddenToHidden;
        private readonly Linear _decoder;
        private readonly int _hiddenSize;

        public CharRnn(int vocabulary, int hiddenSize)
        {
            _hiddenSize = hiddenSize;
            _embedding = Register("embedding", new Embedding(vocabulary, hiddenSize));
            _inputToHidden = Register("i2h", new Linear(hiddenSize, hiddenSize));
            _hiddenToHidden = Register("h2h", new Linear(hiddenSize, hiddenSize, bias: false));
            _decoder = Register("decoder", new Linear(hiddenSize, vocabulary));
        }

        protected override Tensor ForwardCore(Tensor input)
        {
            var x = _embedding.Forward(input);
            var hidden = Tensor.Zeros(input.Shape[0], _hiddenSize);
            var outputs = new List<Tensor>();
            for (var t = 0; t < input.Shape[1]; t++)
            {
                hidden = (_inputToHidden.Forward(x[.., t]) + _hiddenToHidden.Forward(hidden)).Tanh();
                outputs.Add(_decoder.Forward(hidden));
            }

            return Tensor.Stack(outputs, dim: 1);
        }
    }

    [Fact]
    public void The_next_character_is_predicted()
    {
        Randomness.Seed(2);
        const string Text = "hello world, hello inkling. ";
        var vocabulary = Text.Distinct().Order().ToList();
        var ids = Tensor.From(Text.Select(c => (float)vocabulary.IndexOf(c)).ToArray(), Text.Length);
        var (inputs, targets) = (ids[..^1].Unsqueeze(0), ids[1..].Clone().Unsqueeze(0));
        targets[0, ^1] = -100;

        var model = new CharRnn(vocabulary.Count, 32);
        var criterion = new CrossEntropyLoss(ignoreIndex: -100);
        var optimizer = new Adam(model.Parameters(), learningRate: 0.01f);
        for (var step = 0; step < 300; step++)
        {
            var loss = criterion.Forward(model.Forward(inputs).Reshape(-1, vocabulary.Count), targets.Reshape(-1));
            optimizer.ZeroGrad();
            loss.Backward();
            Utils.ClipGradNorm(model.Parameters(), 5);
            optimizer.Step();
        }

        ModelFile.SaveState(_path, model);
        var loaded = new CharRnn(vocabulary.Count, 32);
        ModelFile.LoadState(_path, loaded);
        using var _ = new NoGrad();
        var predicted = loaded.Forward(inputs).ArgMax(2);
        (predicted[0, ..^1] == ids[1..^1]).Mean().Item().ShouldBeGreaterThan(0.95f);
        (loaded.Forward(inputs) == model.Forward(inputs)).All().ShouldBeTrue();
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);
}
