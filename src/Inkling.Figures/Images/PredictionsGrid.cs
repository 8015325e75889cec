using Inkling.Analysis;
using Inkling.Figures.Drawing;

namespace Inkling.Figures.Images;

/// <summary>
/// Images with a model's predictions and confidences: correct ones in green with a tick, misclassified ones in red with a cross and the
/// label.
/// </summary>
public sealed class PredictionsGrid : ImageGrid
{
    private readonly int? _columns;

    /// <summary>Images with their predictions.</summary>
    /// <param name="title">The title.</param>
    /// <param name="images">The images.</param>
    /// <param name="columns">Images per row, 1 to 24; null for as many as leave room for images and text.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of columns is out of range.</exception>
    public PredictionsGrid(string title, IReadOnlyList<PredictedImage> images, int? columns = null)
        : base(title)
    {
        TileLayout.CheckColumns(columns);
        (_columns, Images) = (columns, images);
        Sections = [new TileSection("", [.. images.Select(image => image.ToTile())])];
    }

    /// <summary>The images with their predictions.</summary>
    public IReadOnlyList<PredictedImage> Images { get; }

    /// <inheritdoc/>
    public override string Description
    {
        get
        {
            if (Images.Count == 0)
                return EmptyText;
            var misclassified = Images.Where(image => image.Prediction.IsCorrect == false).ToList();
            var listed = misclassified.Count == 0 ? "." : ": " + string.Join("; ", misclassified.Select(image => image.Summary())) + ".";
            return $"{TextFormat.Count(Images.Count, "image")}, {misclassified.Count} misclassified{listed}";
        }
    }

    internal override IReadOnlyList<TileSection> Sections { get; }

    internal override int? Columns => _columns;

    internal override string EmptyText => "No images.";

    internal override string Note => "✓ green: correct. ✗ red: misclassified, with the label. Below: the confidence.";

    /// <summary>The first images of an evaluated data set.</summary>
    /// <param name="predictions">The predictions for the set.</param>
    /// <param name="count">The number of images; all where there are fewer.</param>
    public static PredictionsGrid Of(Predictions predictions, int count = 20)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var images = Enumerable.Range(0, Math.Min(count, predictions.Count)).Select(item => PredictedImage.Of(predictions, item));
        return new PredictionsGrid($"Predictions of {predictions.Model.Name} for {predictions.Set.Name}: the first images", [.. images]);
    }
}
