using Inkling.Analysis;
using Inkling.Figures.Drawing;
using Inkling.Models;

namespace Inkling.Figures.Images;

/// <summary>An image of a data set with a model's prediction.</summary>
/// <param name="Index">Its index in the set.</param>
/// <param name="Image">Its ink.</param>
/// <param name="Prediction">The prediction, with the label of the image where it is known.</param>
public sealed record PredictedImage(int Index, Raster Image, Prediction Prediction)
{
    /// <summary>An image of an evaluated data set.</summary>
    /// <param name="predictions">The predictions for the set.</param>
    /// <param name="item">The index of the image.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public static PredictedImage Of(Predictions predictions, int item) =>
        new(item, Raster.Of(predictions.Set, item), predictions[item]);

    /// <summary>Index and summary: "image 12: predicted 7, label 3, misclassified, confidence 98.00 %".</summary>
    internal string Summary(int decimals = 1) => $"image {Index}: {Prediction.Summary(decimals)}";

    /// <summary>The tile of a grid: a mark and words say what the colour says.</summary>
    internal Tile ToTile() => new(Image, Summary(decimals: 2), ImageText.Captions(Prediction)) { Outcome = Prediction.Outcome() };
}
