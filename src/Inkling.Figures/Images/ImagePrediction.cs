using Inkling.Analysis;
using Inkling.Figures.Drawing;

namespace Inkling.Figures.Images;

/// <summary>One image and the probability that a model gives to each class, with what it is and whether it was read right.</summary>
public sealed class ImagePrediction : Figure
{
    /// <summary>An image and its probabilities.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="image">The ink of the image.</param>
    /// <param name="classNames">The name of each class, at least one.</param>
    /// <param name="probabilities">The probability of each class, 0 to 1.</param>
    /// <param name="label">The class that it is, if it is known.</param>
    /// <exception cref="ArgumentException">There are not as many probabilities as names, or the class is not one of them.</exception>
    public ImagePrediction(
        string title, Raster image, IReadOnlyList<string> classNames, ReadOnlySpan<float> probabilities, int? label = null)
        : base(title) => (Image, Reading) = (image, new Reading(classNames, probabilities, label));

    /// <summary>The ink of the image.</summary>
    public Raster Image { get; }

    /// <summary>What the model made of it.</summary>
    public Reading Reading { get; }

    /// <inheritdoc/>
    public override string Description => Reading.Sentence;

    /// <summary>An image of a set and what a model made of it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public static ImagePrediction Of(Predictions predictions, int item) => new(
        $"Image {item} of {predictions.Set.Name}",
        Raster.Of(predictions.Set, item),
        predictions.Set.ClassNames,
        predictions.Probabilities(item),
        predictions.Label(item));

    internal override double BodyHeight => Math.Max(166 + (18 * Lines.Count) + 8, 24 + Reading.Wide.BodyHeight);

    /// <summary>What stands below the image.</summary>
    internal IReadOnlyList<ImageText> Lines => [.. Reading.Captions.SelectMany(caption => caption.Within(160, 2))];

    internal override string Caption => ImageText.NotNumbers([Image]);

    internal override Type View => typeof(ImagePredictionView);
}
