#:project ../src/Inkling/Inkling.csproj
#:project ../src/Inkling.Figures/Inkling.Figures.csproj
#:project ../src/Inkling.Pictures/Inkling.Pictures.csproj
#:property PublishAot=false

// From gradient descent by hand to a deep network, in stages of growing abstraction. Run it with `dotnet run samples/threes-and-sevens.cs`;
// optional arguments are a folder of images (train/3, train/7, valid/3, valid/7) and the number of images of each set. The figures are
// written to ./figures.
using Inkling;
using Inkling.Data;
using Inkling.Figures.Charts;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Optim;
using Inkling.Pictures;
using Inkling.Training;
using Inkling.Training.Callbacks;
using Inkling.Training.Metrics;

var limit = int.TryParse(args.LastOrDefault(), out var number) ? number : int.MaxValue;
var source = args.FirstOrDefault(argument => !int.TryParse(argument, out _));
var digits = DataSources.Open(source, new DataSourceOptions { Pictures = ImageFolder.TryOpen });
var data = digits.Only("3", "7");
var (train, valid) = (data.Train.Take(limit), data.Test.Take(limit));
var curves = new LineChart("Accuracy on threes and sevens", "epoch", "validation accuracy");
Console.WriteLine($"{digits.Name}: {train.Count:N0} training and {valid.Count:N0} validation images of threes and sevens. {digits.Notice}");

// Stage 0, a baseline without training: the nearer of two mean images.
var (trainImages, trainLabels) = train.All();        // [N, 1, 28, 28], label 0 for a three and 1 for a seven
var (validImages, validLabels) = valid.All();
var (trainX, validX) = (trainImages.Reshape(-1, 784), validImages.Reshape(-1, 784));
var isThree = (trainLabels == 0).Unsqueeze(1);   // [N, 1]
var mean3 = (trainX * isThree).Sum(0) / isThree.Sum();
var mean7 = (trainX * (1 - isThree)).Sum(0) / (1 - isThree).Sum();
var nearer7 = (validX - mean3).Abs().Mean(1) > (validX - mean7).Abs().Mean(1);
Console.WriteLine($"\nStage 0, the nearer of two mean images: {(nearer7 == validLabels).Mean().Item():P2}");

// Stage 1, gradient descent by hand: a weight per pixel and a bias.
Console.WriteLine("\nStage 1, gradient descent by hand");
Randomness.Seed(1);
var weights = Tensor.Randn([784, 1]).RequireGrad();
var bias = Tensor.Randn([1]).RequireGrad();
Tensor Three(Tensor x) => (x.MatMul(weights) + bias).Sigmoid();                          // [N, 784] -> [N, 1]: the probability of a three
Tensor Loss(Tensor p, Tensor labels) => Tensor.Where((labels == 0).Unsqueeze(1), 1 - p, p).Mean();
var accuracies = new List<double>();
for (var epoch = 1; epoch <= 20; epoch++)
{
    foreach (var (images, labels) in train.Batches(256, shuffle: true))
    {
        Loss(Three(images.Reshape(-1, 784)), labels).Backward();
        using (new NoGrad())
        {
            weights -= weights.Grad * 1f;
            bias -= bias.Grad * 1f;
        }

        weights.ZeroGrad();
        bias.ZeroGrad();
    }

    using (new NoGrad())
        accuracies.Add(((Three(validX) > 0.5f) != validLabels.Unsqueeze(1)).Mean().Item());
    Console.WriteLine($"epoch {epoch,2}: {accuracies[^1]:P2}");
}

Draw("by hand", accuracies);

// Stage 2, a layer and an optimizer: first one of ten lines, then the library's in a Learner.
Console.WriteLine("\nStage 2, a layer and an optimizer");
Randomness.Seed(2);
var layer = new Linear(784, 1);
var basic = new BasicOptimizer(layer.Parameters(), 1f);
accuracies = [];
for (var epoch = 1; epoch <= 10; epoch++)
{
    foreach (var (images, labels) in train.Batches(256, shuffle: true))
    {
        Loss(layer.Forward(images.Reshape(-1, 784)).Sigmoid(), labels).Backward();
        basic.Step();
        basic.ZeroGrad();
    }

    using (new NoGrad())
        accuracies.Add(((layer.Forward(validX) > 0) != validLabels.Unsqueeze(1)).Mean().Item());
    Console.WriteLine($"epoch {epoch,2}: {accuracies[^1]:P2}");
}

Draw("a layer, an optimizer", accuracies);
Fit("SGD and a Learner", new Sequential(new Flatten(), new Linear(784, 1), new TwoClassLogits()), epochs: 10, learningRate: 1);

// Stage 3, a second layer with a non-linearity between both.
Console.WriteLine("\nStage 3, a small network");
var network = new Sequential(new Flatten(), new Linear(784, 32), new ReLU(), new Linear(32, 1), new TwoClassLogits());
Fit("a small network", network, epochs: 40, learningRate: 0.1f);

// Stage 4, all ten digits, a deep network, and one epoch of the one-cycle policy.
Console.WriteLine("\nStage 4, ResNet-18 on all ten digits, one epoch of the one-cycle policy");
Randomness.Seed(4);
var resNet = new ResNet18(inChannels: 1, classes: 10) { EnlargeTo = 40 };
var all = DataLoaders.Of(digits.Train.Take(limit), digits.Test.Take(limit), batchSize: 64);
var descent = new SGD(resNet.Parameters(), learningRate: 0.05f, momentum: 0.9f, weightDecay: 5e-4f);
new Learner(all, resNet, new CrossEntropyLoss(labelSmoothing: 0.1f), descent, new Accuracy())
    .Add(new EpochTable(Console.WriteLine))
    .FitOneCycle(epochs: 1, maximumLearningRate: 0.05f);

// The non-linearities.
Directory.CreateDirectory("figures");
curves.Save("figures/accuracy.svg");
FunctionCharts.Sigmoid().Save("figures/sigmoid.svg");
FunctionCharts.Relu().Save("figures/relu.svg");
Console.WriteLine("\nThe figures are figures/accuracy.svg, figures/sigmoid.svg and figures/relu.svg.");

void Fit(string name, Module model, int epochs, float learningRate)
{
    Console.WriteLine($"\n{name}");
    var learner = new Learner(
        DataLoaders.Of(train, valid, batchSize: 256), model, new MnistLoss(), new SGD(model.Parameters(), learningRate), new Accuracy());
    learner.Add(new EpochTable(Console.WriteLine)).Fit(epochs, learningRate);
    Draw(name, learner.Recorder.Epochs.Select(epoch => epoch.Metrics[0]));
}

void Draw(string name, IEnumerable<double> values)
{
    double[] y = [.. values];
    curves.Add(name, [.. y.Select((_, i) => i + 1.0)], y);
}

internal sealed class BasicOptimizer(IEnumerable<Tensor> parameters, float learningRate)
{
    private readonly Tensor[] _parameters = [.. parameters];

    public void Step()
    {
        using var _ = new NoGrad();
        for (var i = 0; i < _parameters.Length; i++)
            _parameters[i] -= _parameters[i].Grad * learningRate;
    }

    public void ZeroGrad() => Array.ForEach(_parameters, parameter => parameter.ZeroGrad());
}
