using Inkling.Data;
using Inkling.Figures.Images;
using Inkling.Models;

namespace Inkling.Figures.Tests.Images;

/// <summary>What tests draw: generated digits with made-up predictions.</summary>
internal static class Drawn
{
    public static ImageDataset Digits { get; } = Handwriting.Test(16);

    /// <summary>A digit with a prediction: its label, unless another class is given.</summary>
    public static PredictedImage Predicted(int index, string? predicted = null, float confidence = 0.9f)
    {
        var image = LabelledImage.Of(Digits, index);
        return new PredictedImage(index, image.Image, Prediction(image.Label, predicted ?? image.Label, confidence));
    }

    /// <summary>A prediction among two classes, or of the only one.</summary>
    public static Prediction Prediction(string label, string predicted, float confidence) => predicted == label
        ? new Prediction([label], [confidence], 0)
        : new Prediction([label, predicted], [Math.Min(1 - confidence, confidence / 2), confidence], 0);

    /// <summary>A prediction among the ten digits, with the rest of the probability for the next digit.</summary>
    public static Prediction Prediction(int predicted, float confidence, int? label = null) =>
        new(ImageDataset.Digits, Probabilities(predicted, confidence), label);

    /// <summary>Probabilities of ten classes: most for one, the rest for the next.</summary>
    public static float[] Probabilities(int predicted, float confidence)
    {
        var probabilities = new float[10];
        (probabilities[predicted], probabilities[(predicted + 1) % 10]) = (confidence, 1 - confidence);
        return probabilities;
    }

    /// <summary>A raster by a function of row and column.</summary>
    public static Raster Raster(int rows, int columns, Func<int, int, double> value) =>
        new([.. Enumerable.Range(0, rows * columns).Select(i => (float)value(i / columns, i % columns))], rows, columns);
}
