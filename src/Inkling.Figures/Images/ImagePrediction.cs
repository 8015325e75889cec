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
    public ImagePrediction(string title, Raster image, IReadOnlyList<string> classNames, ReadOnlySpan<float> probabilities, int? label = null)
        : base(title) => (Image, Reading) = (image, new Reading(classNames, probabilities, label));

    /// <summary>The ink of the image.</summary>
    public Raster Image { get; }

    /// <summary>What the model made of it.</summary>
    public Reading Reading { get; }

    /// <inheritdoc/>
    public override string Description => $"{Reading.Sentence} {Reading.Others}";

    internal override double BodyHeight => Math.Max(212, 30 + ClassBarsView.HeightOf(Reading.ClassNames.Count));

    internal override Type View => typeof(ImagePredictionView);
}
