using Inkling.Analysis;
using Inkling.Figures.Charts;
using Inkling.Figures.Drawing;
using Inkling.Models;

namespace Inkling.Figures.Images;

/// <summary>One image beside the probability of each class, with the predicted class, the label and the confidence.</summary>
public sealed class ImagePrediction : Figure
{
    /// <summary>An image and a prediction for it.</summary>
    /// <param name="title">The title.</param>
    /// <param name="image">The ink of the image.</param>
    /// <param name="prediction">The prediction, with the label where it is known.</param>
    public ImagePrediction(string title, Raster image, Prediction prediction)
        : base(title)
    {
        (Image, Prediction) = (image, prediction);
        Bars = new ProbabilityBars("Probabilities", prediction) { FigureWidth = 300 };
    }

    /// <summary>The ink of the image.</summary>
    public Raster Image { get; }

    /// <summary>The prediction.</summary>
    public Prediction Prediction { get; }

    /// <inheritdoc/>
    public override string Description => Prediction.Sentence();

    /// <summary>An image of an evaluated data set.</summary>
    /// <param name="predictions">The predictions for the set.</param>
    /// <param name="item">The index of the image.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public static ImagePrediction Of(Predictions predictions, int item) =>
        new($"Image {item} of {predictions.Set.Name}", Raster.Of(predictions.Set, item), predictions[item]);

    internal override double BodyHeight => Math.Max(166 + (18 * Lines.Count) + 8, 24 + Bars.BodyHeight);

    internal ProbabilityBars Bars { get; }

    /// <summary>The lines below the image.</summary>
    internal IReadOnlyList<ImageText> Lines => [.. ImageText.Captions(Prediction).SelectMany(caption => caption.Within(160, 2))];

    internal override string Caption => ImageText.NotNumbers([Image]);

    internal override Type View => typeof(ImagePredictionView);
}
