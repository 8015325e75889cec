using Inkling.Data;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Training;
using Inkling.Training.Metrics;

namespace Inkling.Analysis;

/// <summary>
/// The predictions of a model for a labelled set: logits and probabilities of every image, and the measures computed from them.
/// </summary>
public sealed class Predictions
{
    private readonly float[] _logits, _probabilities;
    private readonly int[] _classes;

    private Predictions(TrainedModel model, ImageDataset set, float[] logits, int[] classes, ConfusionMatrix confusion, double loss)
    {
        (Model, Set, _logits, _classes, Confusion, Loss) = (model, set, logits, classes, confusion, loss);
        _probabilities = new float[logits.Length];
        var probabilities = model.Probabilities(Tensor.From(logits, classes.Length, Classes));
        probabilities.Span.CopyTo(_probabilities);
        probabilities.Release();
    }

    /// <summary>The model.</summary>
    public TrainedModel Model { get; }

    /// <summary>The images and their labels.</summary>
    public ImageDataset Set { get; }

    /// <summary>Gets the number of images.</summary>
    public int Count => _classes.Length;

    /// <summary>Gets the number of classes.</summary>
    public int Classes => Confusion.Classes;

    /// <summary>Gets the number of correctly classified images.</summary>
    public int Correct => Enumerable.Range(0, Classes).Sum(Confusion.Correct);

    /// <summary>Gets the share of correctly classified images.</summary>
    public double Accuracy => Correct / (double)Count;

    /// <summary>Gets the 95 % confidence interval of the accuracy.</summary>
    public Interval AccuracyInterval => Interval.Of(Correct, Count);

    /// <summary>Gets the mean of the loss over the images.</summary>
    public double Loss { get; }

    /// <summary>Gets the confusion matrix, with precision and recall.</summary>
    public ConfusionMatrix Confusion { get; }

    /// <summary>
    /// Computes the predictions batch by batch, in evaluation mode and without recording; the model is afterwards as it was before.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="set">At least one image, of the model's size and with the model's classes.</param>
    /// <param name="loss">
    /// The loss that is measured, such as <see cref="HyperParameters.CreateLoss"/> of the run; null for that of the recipe of a model in
    /// <see cref="ModelCatalog"/>, and for the cross-entropy of another model.
    /// </param>
    /// <param name="cancellation">Cancels the computation.</param>
    /// <exception cref="ArgumentException">There is no image, or the images or classes are not those of the model.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public static Predictions Of(
        TrainedModel model, ImageDataset set, Loss? loss = null, CancellationToken cancellation = default)
    {
        Require.Fitting(model, set);
        loss ??= ModelCatalog.Names.Contains(model.Name) ? HyperParameters.For(model.Name).CreateLoss() : new CrossEntropyLoss();
        var (kept, confusion) = (new Kept(set.Count, model.ClassNames.Count), new ConfusionMatrix());
        var mean = Evaluator.Run(model.Module, DataLoaders.ForValidation(set), loss, [kept, confusion], cancellation);
        return new Predictions(model, set, kept.Logits, kept.Classes, confusion, mean);
    }

    /// <summary>The logits of all images: [N, classes].</summary>
    internal ReadOnlySpan<float> AllLogits => _logits;

    /// <summary>The prediction for an image, with its label and pixels.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public Prediction this[int item] => Prediction.FromLogits(
        Set.ClassNames, Logits(item), Probabilities(item), Set.Take([item]).Inputs.ToArray(), Label(item));

    /// <summary>Gets the logits of an image: [classes].</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public ReadOnlySpan<float> Logits(int item) => _logits.AsSpan(Checked(item) * Classes, Classes);

    /// <summary>Gets the probabilities of an image (<see cref="TrainedModel.Probabilities"/>): [classes].</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public ReadOnlySpan<float> Probabilities(int item) => _probabilities.AsSpan(Checked(item) * Classes, Classes);

    /// <summary>Gets the predicted class of an image: that of the largest logit, the first of equal ones.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public int Class(int item) => _classes[Checked(item)];

    /// <summary>Gets the true class of an image.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public int Label(int item) => Set.Labels[Checked(item)];

    /// <summary>Gets the probability of the predicted class of an image.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public float Confidence(int item) => _probabilities[(Checked(item) * Classes) + _classes[item]];

    /// <summary>Whether an image is correctly classified.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public bool IsCorrect(int item) => _classes[Checked(item)] == Set.Labels[item];

    private int Checked(int item) => (uint)item < (uint)Count
        ? item
        : throw new ArgumentOutOfRangeException(nameof(item), item, $"{Set.Name}: index {item} is given, 0 to {Count - 1} are expected");

    /// <summary>Collects the logits of each batch.</summary>
    private sealed class Kept(int count, int classes) : Metric
    {
        private int _next;

        public override string Name => "logits";

        public override double Value => _next;

        public float[] Logits { get; } = new float[count * classes];

        public int[] Classes { get; } = new int[count];

        public override void Reset() => _next = 0;

        public override void Add(Tensor predictions, Tensor labels)
        {
            if (predictions.Rank != 2 || predictions.Shape[1] != classes)
                throw new ArgumentException(
                    $"Predictions: the model gives {predictions.Shape} for {classes} classes, expected [*, {classes}]",
                    nameof(predictions));
            predictions.Span.CopyTo(Logits.AsSpan(_next * classes));
            var largest = predictions.ArgMax(1);
            foreach (var index in largest.Span)
                Classes[_next++] = (int)index;
            largest.Release();
        }
    }
}
