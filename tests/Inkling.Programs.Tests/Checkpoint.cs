using Inkling.Models;

namespace Inkling.Programs.Tests;

/// <summary>A custom model and its optimizer are saved and loaded again in the middle of a training.</summary>
public sealed class Checkpoint : IDisposable
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("inkling").FullName, "model.safetensors");

    private sealed class TwoLayers : Module
    {
        private readonly Sequential _layers;

        public TwoLayers() =>
            _layers = Register("layers", new Sequential(new Flatten(), new Linear(16, 8), new ReLU(), new Linear(8, 3)));

        protected override Tensor ForwardCore(Tensor input) => _layers.Forward(input);
    }

    [Fact]
    public void A_training_goes_on_where_it_was()
    {
        Randomness.Seed(11);
        var (images, labels) = (Tensor.Randn(20, 1, 4, 4), (Tensor.Rand(20) * 3).Floor());
        var model = new TwoLayers();
        var optimizer = new Adam(model.Parameters(), learningRate: 0.01f);
        Train(model, optimizer, images, labels);
        ModelFile.Save(_path, new TrainedModel(model, ["a", "b", "c"], rows: 4, columns: 4));
        var state = optimizer.StateDictionary().ToDictionary(entry => entry.Key, entry => entry.Value.Clone());

        var loaded = ModelFile.Load(_path, _ => new TwoLayers());
        loaded.ClassNames.ShouldBe(["a", "b", "c"]);
        var restored = new Adam(loaded.Module.Parameters(), learningRate: 0.01f);
        restored.LoadStateDictionary(state);
        Train(model, optimizer, images, labels);
        Train(loaded.Module, restored, images, labels);

        foreach (var (name, value) in model.StateDictionary())
            loaded.Module.StateDictionary()[name].ToArray().ShouldBe(value.ToArray(), name);
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    private static void Train(Module model, Optimizer optimizer, Tensor images, Tensor labels)
    {
        var criterion = new CrossEntropyLoss();
        for (var step = 0; step < 5; step++)
        {
            optimizer.ZeroGrad();
            criterion.Forward(model.Forward(images), labels).Backward();
            optimizer.Step();
        }
    }
}
