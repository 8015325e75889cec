#:project ../src/Inkling/Inkling.csproj
#:project ../src/Inkling.Figures/Inkling.Figures.csproj
#:property PublishAot=false

// A first notebook, cell by cell: 1,000 digits, a network of two layers, and 100 epochs, which overfit. Run it with
// `dotnet run -c Release samples/notebook.cs`. The figures are written to ./figures-notebook. An optional argument is the number of images,
// with a tenth of the epochs, for a quick run.
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

// MNIST where it can be found or downloaded, otherwise generated digits. A fifth of the images is the validation set.
var digits =
    DataSources.Open(null, new DataSourceOptions { GeneratedTrainCount = isQuick ? 2 * count : 20_000, GeneratedTestCount = count });
var (train, valid) = digits.Train.Take(count).Split(heldOut: count / 5, seed: 1);
Say($"{digits.Name}: {train.Count} training and {valid.Count} validation images of {train.Rows}x{train.Columns} pixels. {digits.Notice}");

Save("samples", SampleGrid.Of(train, 40));
Save("classes", new ClassHistogram("Images of each class", train.ClassNames)
    .Add("training", Counts(train)).Add("validation", Counts(valid)));

// ----------------------------------------------------------------------------------------------------------------------------------------
Cell("An image is 784 numbers");

// 0 is the background and 255 is ink; the input of the network is divided by 255.
var first = train.Image(0);
Say($"The label of the first image is {train.ClassNames[train.Labels[0]]}. Its 15th row:");
Say(string.Join(" ", first.Slice(14 * train.Columns, train.Columns).ToArray().Select(ink => $"{ink,3}")));

Save("numbers", PixelNumbers.Of(train, 0));

// ----------------------------------------------------------------------------------------------------------------------------------------
Cell("The network and the shapes of its activations");

Randomness.Seed(1);
var model = new Sequential(
    new Flatten(),                               // 28x28 grid -> 784 numbers
    new Linear(784, 128),
    new ReLU(),
    new Linear(128, 10));                        // ten logits
Say($"{model.ParameterCount():N0} parameters: 784 * 128 + 128 and 128 * 10 + 10.");

var (batch, labels) = train.Take([.. Enumerable.Range(0, 32)]);   // [32, 1, 28, 28] and [32]
var activations = batch;
Say($"{"mini-batch",-18} {activations.Shape}");
foreach (var (_, layer) in model.Children)
{
    activations = layer.Forward(activations);
    Say($"{layer,-18} {activations.Shape}");
}

Save("relu", FunctionCharts.Relu());

// ----------------------------------------------------------------------------------------------------------------------------------------
Cell("The initial loss");

// The cross-entropy of an image is -ln p, where p is the probability of its class. Ten equal probabilities give -ln 0.1 = 2.303.
var loss = new CrossEntropyLoss();
Say($"Before training: {loss.Forward(activations, labels).Item():0.000}. Equal probabilities: {Math.Log(10):0.000}.");

Save("negative-logarithm", FunctionCharts.NegativeLogarithm());

// ----------------------------------------------------------------------------------------------------------------------------------------
Cell("Train and validate");

// An epoch uses each training image once, in mini-batches of 32; after each epoch the validation set is evaluated.
var optimizer = new SGD(model.Parameters(), learningRate: 0.1f);
var learner = new Learner(DataLoaders.Of(train, valid, batchSize: 32), model, loss, optimizer, new Accuracy());
learner.Fit(epochs, learningRate: 0.1f);

var recorder = learner.Recorder;
Say(recorder.Header);
foreach (var epoch in recorder.Epochs.Where(epoch => epoch.Epoch == 1 || epoch.Epoch % (epochs / 10) == 0))
    Say(recorder.Row(epoch));

// ----------------------------------------------------------------------------------------------------------------------------------------
Cell("Learning curves and overfitting");

// The training loss approaches zero while the validation loss rises: the network memorises the training set.
var last = recorder.Epochs[^1];
Say($"Training accuracy {last.TrainAccuracy:P1}, validation accuracy {last.Metrics[0]:P1}.");
Say($"{OverfittingDiagnosis.Of(recorder.Epochs).Reason}.");

Save("curves", TrainingCharts.Curves(recorder.Epochs, ["accuracy"], [.. recorder.Epochs.Select(epoch => epoch.TrainAccuracy)]));
Save("steps", TrainingCharts.Steps(recorder.Losses, recorder.SmoothedLosses));

// ----------------------------------------------------------------------------------------------------------------------------------------
Cell("Confusion");

model.Eval();
var trained = new TrainedModel("mlp", model, train.ClassNames, train.Rows, train.Columns);
var predictions = Predictions.Of(trained, valid);
Say($"{predictions.Correct} of {predictions.Count} validation images are classified correctly, {predictions.Accuracy:P1} "
    + $"({predictions.AccuracyInterval.Low:P1} to {predictions.AccuracyInterval.High:P1} with 95 % confidence).");
foreach (var pair in Mistakes.MostConfusedPairs(predictions, 3))
    Say($"{train.ClassNames[pair.Actual]} predicted as {train.ClassNames[pair.Predicted]}: {pair.Count}");

Save("predictions", PredictionsGrid.Of(predictions, 20));
Save("confusion", new ConfusionMatrixChart("Validation images", train.ClassNames, predictions.Confusion));

// ----------------------------------------------------------------------------------------------------------------------------------------
Cell("The most confident misclassifications");

foreach (var mistake in Mistakes.MostConfident(predictions, 3))
    Say($"image {mistake.Item}: {predictions[mistake.Item]}, label {train.ClassNames[mistake.Actual]}");

Save("mistakes", MistakesGrid.Of(predictions, 16));

// ----------------------------------------------------------------------------------------------------------------------------------------
Cell("Adversarial example");

// The fast gradient sign method: each pixel changes by 0.125, 32 of 255 grey levels, in the direction that increases the loss.
const float epsilon = 0.125f;
var item = Enumerable.Range(0, valid.Count).First(predictions.IsCorrect);
var (image, label) = valid.Take([item]);
var perturbed = new FastGradientSign().Perturb(trained, image, label, epsilon);
var before = predictions[item];
var after = new Prediction(valid.ClassNames, model.Forward(perturbed).Softmax().Span, before.Label);
Say($"Image {item}, label {before.LabelName}: predicted {before}, after the attack with epsilon {epsilon} {after}.");

float[] sizes = [0, 0.025f, 0.05f, 0.075f, 0.1f, 0.125f, 0.15f, 0.2f];
var attacked = AttackedAccuracy.Of(trained, valid, new FastGradientSign(), sizes);
var minimal = MinimalEpsilon.Search(trained, valid);
Say($"Accuracy on the validation set {attacked.Accuracies[0]:P1}, under attack {attacked.Accuracies[5]:P1}; "
    + $"the median of the minimal epsilon is {minimal.Median:0.000}.");

Save("adversarial", new AdversarialExample(
    $"FGSM, epsilon {epsilon}",
    Raster.Of(valid, item),
    new Raster(perturbed.Span, valid.Rows, valid.Columns),
    before,
    after));
Save("accuracy-over-epsilon", AttackCharts.Accuracy([.. sizes.Select(size => (double)size)], ("FGSM", attacked.Accuracies)));
Save("minimal-epsilons", AttackCharts.MinimalEpsilons(
    [.. Enumerable.Range(0, valid.Count).Select(i => (double)minimal[i]).Where(size => size > 0)]));

// ----------------------------------------------------------------------------------------------------------------------------------------
Cell("First-layer weights");

// A hidden unit has a weight per pixel: ink on blue raises its output, ink on red lowers it.
Save("weights", WeightImages.Of(trained, 32));

// ----------------------------------------------------------------------------------------------------------------------------------------
Cell("Learning rates");

// The same training with other hyper-parameters, in parallel.
var plain = HyperParameters.For("mlp") with { Epochs = isQuick ? epochs : epochs / 5, BatchSize = 32 };
Compare("learning-rates", new Sweep(plain) { ["lr"] = [0.0001, 0.001, 0.01, 0.1, 1, 10] }, run =>
    $"learning rate {run.LearningRate}");

// ----------------------------------------------------------------------------------------------------------------------------------------
Cell("Augmentation");

// Images that are shifted, rotated or distorted randomly in each epoch cannot be memorised.
Compare("augmentation", new Sweep(plain with { Epochs = epochs }) { ["augmentation"] = ["none", "shift", "affine", "elastic"] }, run =>
    $"{run.Augmentation}");

// ----------------------------------------------------------------------------------------------------------------------------------------
Cell("Optimizers");

Compare("optimizers", new Sweep(plain) { ["optimizer"] = [.. Enum.GetValues<OptimizerKind>()] }, run =>
    $"{run.Optimizer}, {run.LearningRate}");

// ----------------------------------------------------------------------------------------------------------------------------------------
Cell("More data");

// The validation set is held out from the larger training set.
var (many, measured) = digits.Train.Split(heldOut: digits.Train.Count / 6, seed: 1);
int[] amounts = isQuick ? [count / 2, count] : [.. new[] { 1000, 10_000, many.Count }.Where(amount => amount <= many.Count)];
Compare("more-data", new Sweep(plain with { Epochs = 10 }) { ["data-size"] = [.. amounts] }, run =>
    $"{run.DataSize:N0} images", many, measured);

Say($"\n{cells} cells in {started.Elapsed.TotalSeconds:0} s. The figures are in figures-notebook.");

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
        {
            var diagnosis = run.Curve.Name + (run.Overfitting.IsOverfitting ? ", overfitting" : "");
            Say($"{progress.Done} of {progress.Runs}: {nameOf(run.HyperParameters),-22} validation accuracy {run.Accuracy:P1}; "
                + $"{diagnosis}: {run.Curve.Reason}");
        }
    });
    Save(name, TrainingCharts.Runs("Loss: training and validation", "loss", [.. runs.Select(run => new RunCurve(
        nameOf(run.HyperParameters),
        [.. run.Recorder.Epochs.Select(epoch => epoch.TrainLoss)],
        [.. run.Recorder.Epochs.Select(epoch => epoch.ValidLoss)],
        run.Curve,
        run.Overfitting.IsOverfitting))]));
}
