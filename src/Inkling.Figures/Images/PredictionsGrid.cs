using Inkling.Analysis;
using Inkling.Figures.Drawing;

namespace Inkling.Figures.Images;

/// <summary>
/// What a model read in images: right in green with a tick, wrong in red with a cross and what it is, each with its confidence.
/// </summary>
public sealed class PredictionsGrid : ImageGrid
{
    private readonly int? _columns;

    /// <summary>Some images and what a model made of them.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="images">The images with what was read.</param>
    /// <param name="columns">Images in a row, 1 to 24; left out: as many as leave room for images and words.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of columns is out of range.</exception>
    public PredictionsGrid(string title, IReadOnlyList<ReadImage> images, int? columns = null)
        : base(title)
    {
        TileLayout.CheckColumns(columns);
        (_columns, Images) = (columns, images);
        Sections = [new TileSection("", [.. images.Select(image => image.ToTile())])];
    }

    /// <summary>The images with what was read.</summary>
    public IReadOnlyList<ReadImage> Images { get; }

    /// <inheritdoc/>
    public override string Description
    {
        get
        {
            var wrong = Images.Where(image => !image.IsCorrect).ToList();
            return Images.Count == 0 ? "No images." : $"{TextFormat.Count(Images.Count, "image")}, {Images.Count - wrong.Count} read right"
                + (wrong.Count == 0 ? "." : $", {wrong.Count} wrong: " + string.Join("; ", wrong.Select(image =>
                    $"image {image.Index} read {image.Read}, is {image.Label}, confidence {NumberFormat.Percent(image.Confidence)}")) + ".");
        }
    }

    internal override IReadOnlyList<TileSection> Sections { get; }

    internal override int? Columns => _columns;

    internal override string Nothing => "No images.";

    internal override string Note => "✓ green: read right. ✗ red: read wrong. Below: the model's confidence.";

    /// <summary>The first images of a set and what a model made of them.</summary>
    /// <param name="predictions">What the model made of the images.</param>
    /// <param name="count">How many, if there are as many.</param>
    public static PredictionsGrid Of(Predictions predictions, int count = 20)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var images = Enumerable.Range(0, Math.Min(count, predictions.Count)).Select(item => ReadImage.Of(predictions, item));
        return new PredictionsGrid($"What {predictions.Model.Name} reads in {predictions.Set.Name}: the first images", [.. images]);
    }
}
