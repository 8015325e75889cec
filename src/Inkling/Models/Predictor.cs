using Inkling.Data;
using Inkling.Nn;

namespace Inkling.Models;

/// <summary>
/// Classifies images with a trained model: <c>Predictor.Load("runs/digits").Predict(pixels)</c>. The model is in evaluation mode while it
/// computes, and nothing is recorded.
/// </summary>
/// <remarks>For one thread at a time.</remarks>
public sealed class Predictor
{
    /// <summary>Predicts with a model.</summary>
    /// <param name="model">The model, which stays in the mode that it is in.</param>
    public Predictor(TrainedModel model) => Model = model;

    /// <summary>The model, with the size of the images that it takes and the names of its classes.</summary>
    public TrainedModel Model { get; }

    /// <summary>Opens a model.</summary>
    /// <param name="path">A model file, or the folder of a run with a file <see cref="ModelFile.DefaultName"/>.</param>
    /// <param name="create">Creates the module of a custom model; see
    /// <see cref="ModelFile.Load(string, Func{ModelDescription, Module})"/>.</param>
    /// <exception cref="InvalidDataException">The file is damaged or not that of a known model; see <see
    /// cref="ModelFile.Load(string, Func{ModelDescription, Module})"/>.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    public static Predictor Load(string path, Func<ModelDescription, Module>? create = null) =>
        new(ModelFile.Load(Directory.Exists(path) ? Path.Combine(path, ModelFile.DefaultName) : path, create));

    /// <summary>Classifies one prepared image.</summary>
    /// <param name="pixels">[rows, columns] of the model's size, 0 for background to 255 for ink.</param>
    /// <exception cref="ArgumentException">The image has another size.</exception>
    public Prediction Predict(ReadOnlySpan<byte> pixels)
    {
        CheckLength(pixels.Length);
        var image = new float[pixels.Length];
        for (var i = 0; i < image.Length; i++)
            image[i] = pixels[i] / 255f;
        return Predict(image);
    }

    /// <summary>Classifies one prepared image.</summary>
    /// <param name="pixels">[rows, columns] of the model's size, 0 for background to 1 for ink.</param>
    /// <exception cref="ArgumentException">The image has another size.</exception>
    public Prediction Predict(ReadOnlySpan<float> pixels)
    {
        CheckLength(pixels.Length);
        var images = Tensor.From(pixels, 1, 1, Model.Rows, Model.Columns);
        var prediction = Predict(images)[0];
        images.Release();
        return prediction;
    }

    /// <summary>Classifies a batch of prepared images.</summary>
    /// <param name="images">[N, 1, rows, columns] of the model's size, 0 for background to 1 for ink.</param>
    /// <returns>[N] predictions without labels.</returns>
    /// <exception cref="ArgumentException">The images have another shape, or the model does not give a logit for each class.</exception>
    public IReadOnlyList<Prediction> Predict(Tensor images)
    {
        if (images.Rank != 4 || images.Shape[1] != 1 || images.Shape[2] != Model.Rows || images.Shape[3] != Model.Columns)
            throw new ArgumentException(
                $"Predictor: images are {images.Shape}, {Model.Name} expects [*, 1, {Model.Rows}, {Model.Columns}]", nameof(images));
        var predictions = new Prediction[images.Shape[0]];
        Predict(images, predictions, _ => null);
        return predictions;
    }

    /// <summary>Classifies the images of a set, batch by batch.</summary>
    /// <param name="set">Images of the model's size.</param>
    /// <returns>[N] predictions, labelled where the model has a class of the label's name.</returns>
    /// <exception cref="ArgumentException">The images have another size, or the model does not give a logit for each class.</exception>
    public IReadOnlyList<Prediction> Predict(ImageDataset set)
    {
        if (set.Rows != Model.Rows || set.Columns != Model.Columns)
        {
            throw new ArgumentException(
                $"{set.Name}: images of {set.Rows}x{set.Columns}, {Model.Name} expects {Model.Rows}x{Model.Columns}", nameof(set));
        }

        string[] names = [.. Model.ClassNames];
        int[] classes = [.. set.ClassNames.Select(name => Array.IndexOf(names, name))];
        var predictions = new Prediction[set.Count];
        var batchSize = DataLoaders.ValidationBatchSizeOf(Model.Rows, Model.Columns);
        for (var first = 0; first < set.Count; first += batchSize)
        {
            var start = first;
            var (images, labels) = set.Take([.. Enumerable.Range(first, Math.Min(batchSize, set.Count - first))]);
            Predict(
                images,
                predictions.AsSpan(first, images.Shape[0]),
                i => classes[set.Labels[start + i]] is >= 0 and var label ? label : null);
            images.Release();
            labels.Release();
        }

        return predictions;
    }

    private void Predict(Tensor images, Span<Prediction> predictions, Func<int, int?> label)
    {
        var (count, classes) = (predictions.Length, Model.ClassNames.Count);
        var size = Model.Rows * Model.Columns;
        using var _ = new NoGrad();
        using var mode = new EvaluationMode(Model.Module);
        var logits = Model.Module.ForwardOwned(images, out var isOwned);
        if (logits.Shape != new Shape(count, classes))
            throw new ArgumentException(
                $"Predictor: {Model.Name} gives {logits.Shape} for {count} images, expected [{count}, {classes}]", nameof(images));
        var probabilities = Model.Probabilities(logits);
        ReadOnlyMemory<float> kept = images.ToArray();
        for (var i = 0; i < count; i++)
        {
            predictions[i] = Prediction.FromLogits(
                Model.ClassNames, logits.Span.Slice(i * classes, classes), probabilities.Span.Slice(i * classes, classes),
                kept.Slice(i * size, size), label(i));
        }

        probabilities.Release();
        if (isOwned)
            logits.Release();
    }

    private void CheckLength(int pixels)
    {
        if (pixels != Model.Rows * Model.Columns)
            throw new ArgumentException(
                $"Predictor: an image of {pixels} pixels, {Model.Name} expects {Model.Rows}x{Model.Columns}", nameof(pixels));
    }
}
