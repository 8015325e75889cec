#:project ../src/Inkling/Inkling.csproj
#:project ../src/Inkling.Figures/Inkling.Figures.csproj
#:property PublishAot=false

// A first notebook, cell by cell: a thousand digits, a network of two layers, and a hundred epochs, which are too many. Run it with
// `dotnet run -c Release samples/notebook.cs`. The pictures go into ./figures-notebook. A number may follow: so many images instead of
// 1,000, and a
// tenth of the epochs, for a quick look.
using System.Diagnostics;
using Inkling;
using Inkling.Analysis;
using Inkling.Data;
using Inkling.Figures;
using Inkling.Figures.Charts;
using Inkling.Figures.Images;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Optim;
using Inkling.Training;
using Inkling.Training.Metrics;

var started = Stopwatch.StartNew();
var isQuick = int.TryParse(args.FirstOrDefault(), out var count);
count = isQuick ? Math.Max(count, 100) : 1000;
var epochs = isQuick ? 10 : 100;
var cells = 0;

// ----------------------------------------------------------------------------------------------------------------------------------------
Cell("Look at the data");

// MNIST where it is or can be had, otherwise digits that Inkling draws itself. A fifth of a thousand is held out, to measure on.
var digits =
    DataSources.Open(null, new DataSourceOptions { GeneratedTrainCount = isQuick ? 2 * count : 20_000, GeneratedTestCount = count });
var (train, valid) = digits.Train.Take(count).Split(heldOut: count / 5, seed: 1);
Say($"{digits.Name}: {train.Count} images to learn from, {valid.Count} to measure on, of {train.Rows}x{train.Columns} pixels. {digits.Notice}");

Save("samples", SampleGrid.Of(train, 40));
Save("classes", new ClassHistogram("Images of each class", train.ClassNames)
    .Add("training", Counts(train)).Add("validation", Counts(valid)));

// ----------------------------------------------------------------------------------------------------------------------------------------
Cell("An image is 784 numbers");

// 0 is paper and 255 is full ink; the network gets them divided by 255.
var first = train.Image(0);
Say($"The first image is a {train.ClassNames[train.Labels[0]]}. Its 15th row:");
Say(string.Join(" ", first.Slice(14 * train.Columns, train.Columns).ToArray().Select(ink => $"{ink,3}")));

Save("numbers", PixelNumbers.Of(train, 0));

// ----------------------------------------------------------------------------------------------------------------------------------------
Cell("The network, and the shapes that flow through it");

Randomness.Seed(1);
var model = new Sequential(
    new Flatten(),                               // 28x28 grid -> 784 numbers
    new Linear(784, 128),
    new ReLU(),
    new Linear(128, 10));                        // ten logits
Say($"{model.ParameterCount():N0} numbers to learn: 784 * 128 + 128 and 128 * 10 + 10.");

var (batch, labels) = train.Take([.. Enumerable.Range(0, 32)]);   // [32, 1, 28, 28] and [32]
var flowing = batch;
Say($"{"a batch",-18} {flowing.Shape}");
foreach (var (_, layer) in model.Children)
{
    flowing = layer.Forward(flowing);
    Say($"{layer,-18} {flowing.Shape}");
}

Save("relu", FunctionCharts.Relu());

// ----------------------------------------------------------------------------------------------------------------------------------------
Cell("The first loss");

// The loss of an image is -ln p, p being the probability that the right class got. Who knows nothing gives each of ten classes 0.1: -ln 0.1
// = 2.303.
var loss = new CrossEntropyLoss();
Say($"Before any training: {loss.Forward(flowing, labels).Item():0.000}. Guessing costs {Math.Log(10):0.000}.");

Save("negative-logarithm", FunctionCharts.NegativeLogarithm());

// ----------------------------------------------------------------------------------------------------------------------------------------
Cell("Train and validate");

// An epoch goes through all images once, 32 at a time; after each one the held-out images are read.
var optimizer = new SGD(model.Parameters(), learningRate: 0.1f);
var learner = new Learner(DataLoaders.Of(train, valid, batchSize: 32), model, loss, optimizer, new Accuracy());
learner.Fit(epochs, learningRate: 0.1f);

var recorder = learner.Recorder;
Say(recorder.Header);
foreach (var epoch in recorder.Epochs.Where(epoch => epoch.Epoch == 1 || epoch.Epoch % (epochs / 10) == 0))
    Say(recorder.Row(epoch));

// ----------------------------------------------------------------------------------------------------------------------------------------
Cell("Curves, and what is wrong with them");

// The network ends up knowing its images by heart: nothing is left to learn from them, and what it knows of others no longer grows.
var last = recorder.Epochs[^1];
Say($"Training accuracy {last.TrainAccuracy:P1}, validation accuracy {last.Metrics[0]:P1}.");
Say($"{OverfittingDiagnosis.Of(recorder.Epochs).Reason}.");

Save("curves", TrainingCharts.Curves(recorder.Epochs, ["accuracy"], [.. recorder.Epochs.Select(epoch => epoch.TrainAccuracy)]));
Save("steps", TrainingCharts.Steps(recorder.Losses, recorder.SmoothedLosses));

// ----------------------------------------------------------------------------------------------------------------------------------------
Cell("What is taken for what");

model.Eval();
var trained = new TrainedModel("mlp", model, train.ClassNames, train.Rows, train.Columns);
var predictions = Predictions.Of(trained, valid);
Say($"{predictions.Correct} of {predictions.Count} validation images are read right, {predictions.Accuracy:P1} "
    + $"({predictions.AccuracyInterval.Low:P1} to {predictions.AccuracyInterval.High:P1} with 95 % confidence).");
foreach (var pair in Mistakes.MostConfusedPairs(predictions, 3))
    Say($"{train.ClassNames[pair.Actual]} read as {train.ClassNames[pair.Predicted]}: {(pair.Count == 1 ? "once" : $"{pair.Count} times")}");

Save("predictions", PredictionsGrid.Of(predictions, 20));
Save("confusion", new ConfusionMatrixChart("Validation images", train.ClassNames, predictions.Confusion));

// ----------------------------------------------------------------------------------------------------------------------------------------
Cell("The most confident mistakes");

foreach (var mistake in Mistakes.MostConfident(predictions, 3))
    Say($"image {mistake.Item}, class {train.ClassNames[mistake.Actual]}, is read as {train.ClassNames[mistake.Predicted]} with {mistake.Confidence:P1}");

Save("mistakes", MistakesGrid.Of(predictions, 16));

// ----------------------------------------------------------------------------------------------------------------------------------------
Cell("Fool it");

// The gradient of the loss with respect to the image says which way each pixel makes things worse. Each pixel moves by 0.125 that way, 32
// of 255 shades.
const float epsilon = 0.125f;
var victim = Enumerable.Range(0, valid.Count).First(predictions.IsCorrect);
var (image, label) = valid.Take([victim]);
var fooling = new FastGradientSign().Perturb(trained, image, label, epsilon);
var after = model.Forward(fooling).Softmax().ToArray();
Say($"Image {victim} is a {valid.ClassNames[valid.Labels[victim]]}, and read so with {predictions.Confidence(victim):P1}. "
    + $"Moved by {epsilon} it is read as {valid.ClassNames[Array.IndexOf(after, after.Max())]} with {after.Max():P1}.");

float[] sizes = [0, 0.025f, 0.05f, 0.075f, 0.1f, 0.125f, 0.15f, 0.2f];
var attacked = AttackedAccuracy.Of(trained, valid, new FastGradientSign(), sizes);
var smallest = MinimalEpsilon.Search(trained, valid);
Say($"Of all validation images {attacked.Accuracies[5]:P1} survive that; half of those that were read right are fooled with {smallest.Median:0.000}.");

Save("adversarial", new AdversarialExample(
    $"Each pixel moved by {epsilon}",
    Raster.Of(valid, victim),
    new Raster(fooling.Span, valid.Rows, valid.Columns),
    new Reading(valid.ClassNames, predictions.Probabilities(victim), predictions.Label(victim)),
    new Reading(valid.ClassNames, after, predictions.Label(victim))));
Save("accuracy-over-epsilon", AttackCharts.Accuracy([.. sizes.Select(size => (double)size)], ("FGSM", attacked.Accuracies)));
Save("smallest-epsilons", AttackCharts.MinimalEpsilons(
    [.. Enumerable.Range(0, valid.Count).Select(i => (double)smallest[i]).Where(size => size > 0)]));

// ----------------------------------------------------------------------------------------------------------------------------------------
Cell("What it has learned");

// A hidden unit has a weight for each pixel: blue where ink speaks for it, red where ink speaks against it.
Save("weights", WeightImages.Of(trained, 32));

// ----------------------------------------------------------------------------------------------------------------------------------------
Cell("Learning rates");

// The same training again with other settings, on all cores at once.
var plain = HyperParameters.For("mlp") with { Epochs = isQuick ? epochs : epochs / 5, BatchSize = 32 };
Compare("learning-rates", new Sweep(plain) { ["lr"] = [0.0001, 0.001, 0.01, 0.1, 1, 10] }, run =>
    $"learning rate {run.LearningRate}");

// ----------------------------------------------------------------------------------------------------------------------------------------
Cell("Augmentation");

// An image that is shifted, turned or bent a little each time it is seen cannot be learned by heart.
Compare("augmentation", new Sweep(plain with { Epochs = epochs }) { ["augmentation"] = ["none", "shift", "affine", "elastic"] }, run =>
    $"{run.Augmentation}");

// ----------------------------------------------------------------------------------------------------------------------------------------
Cell("Optimizers");

Compare("optimizers", new Sweep(plain) { ["optimizer"] = [.. Enum.GetValues<OptimizerKind>()] }, run => $"{run.Optimizer}, {run.LearningRate}");

// ----------------------------------------------------------------------------------------------------------------------------------------
Cell("More data");

// What helps most. The images that are measured on are not among those learned from.
var (many, measured) = digits.Train.Split(heldOut: digits.Train.Count / 6, seed: 1);
int[] amounts = isQuick ? [count / 2, count] : [.. new[] { 1000, 10_000, many.Count }.Where(amount => amount <= many.Count)];
Compare("more-data", new Sweep(plain with { Epochs = 10 }) { ["data-size"] = [.. amounts] }, run => $"{run.DataSize:N0} images", many, measured);

Say($"\n{cells} cells in {started.Elapsed.TotalSeconds:0} s. The pictures are in figures-notebook.");

void Cell(string title) => Console.WriteLine($"\n{++cells}. {title}\n");

void Say(string line) => Console.WriteLine(line.TrimEnd());

void Save(string name, Figure figure)
{
    var path = Path.Combine(Directory.CreateDirectory("figures-notebook").Name, $"{cells:00}-{name}.svg");
    figure.Save(path);
    Say($"-> {path}");
}

int[] Counts(ImageDataset set) => [.. Enumerable.Range(0, set.ClassNames.Count).Select(index => set.Labels.Count(label => label == index))];

void Compare(string name, Sweep sweep, Func<HyperParameters, string> nameOf, ImageDataset? from = null, ImageDataset? on = null)
{
    var runs = sweep.Run(from ?? train, on ?? valid, progress =>
    {
        if (progress.Run is { } run)
            Say($"{progress.Done} of {progress.Runs}: {nameOf(run.HyperParameters),-22} validation accuracy {run.Accuracy:P1}; {run.Curve.Name}{(run.Overfitting.IsOverfitting ? ", overfitting" : "")}: {run.Curve.Reason}");
    });
    Save(name, TrainingCharts.Runs("Loss: training and validation", "loss", [.. runs.Select(run => new RunCurve(
        nameOf(run.HyperParameters),
        [.. run.Recorder.Epochs.Select(epoch => epoch.TrainLoss)],
        [.. run.Recorder.Epochs.Select(epoch => epoch.ValidLoss)],
        run.Curve,
        run.Overfitting.IsOverfitting))]));
}
