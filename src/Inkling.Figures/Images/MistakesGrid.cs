using Inkling.Analysis;
using Inkling.Figures.Drawing;

namespace Inkling.Figures.Images;

/// <summary>The misclassified images with the highest confidence: predicted class, label and confidence.</summary>
public sealed class MistakesGrid : ImageGrid
{
    /// <summary>Misclassified images, the most confident first.</summary>
    /// <param name="title">The title.</param>
    /// <param name="mistakes">The misclassified images.</param>
    /// <param name="total">The number of misclassified images in all, at least as many as are shown.</param>
    /// <exception cref="ArgumentException">An image is not misclassified.</exception>
    /// <exception cref="ArgumentOutOfRangeException">More images are shown than there are in all.</exception>
    public MistakesGrid(string title, IReadOnlyList<PredictedImage> mistakes, int total)
        : base(title)
    {
        if (mistakes.FirstOrDefault(image => image.Prediction.IsCorrect != false) is { } other)
            throw new ArgumentException(
                $"MistakesGrid: image {other.Index} is not misclassified, expected misclassified images", nameof(mistakes));
        if (total < mistakes.Count)
            throw new ArgumentOutOfRangeException(
                nameof(total), total, $"MistakesGrid: {mistakes.Count} misclassified images are given, expected at least as many in all");
        (Mistakes, Total) = (mistakes, total);
        Sections = [new TileSection("", [.. mistakes.Select(image => image.ToTile())])];
    }

    /// <summary>The misclassified images that are shown.</summary>
    public IReadOnlyList<PredictedImage> Mistakes { get; }

    /// <summary>The number of misclassified images in all.</summary>
    public int Total { get; }

    /// <inheritdoc/>
    public override string Description => Mistakes.Count == 0
        ? EmptyText
        : $"{Extent}, the most confident first: {string.Join("; ", Mistakes.Select(image => image.Summary()))}.";

    internal override IReadOnlyList<TileSection> Sections { get; }

    internal override string EmptyText => Total == 0
        ? "Every image is classified correctly."
        : $"None of {TextFormat.Count(Total, "misclassified image")} is shown.";

    internal override string Note => $"{Extent}, the most confident first.";

    private string Extent => (Total == Mistakes.Count ? "All " : $"{Mistakes.Count} of ") + TextFormat.Count(Total, "misclassified image");

    /// <summary>The misclassified images with the highest confidence.</summary>
    /// <param name="predictions">The predictions for a data set.</param>
    /// <param name="count">The number of images; all where there are fewer.</param>
    public static MistakesGrid Of(Predictions predictions, int count = 16) => new(
        "Most confident misclassifications",
        [.. Analysis.Mistakes.MostConfident(predictions, count).Select(mistake => PredictedImage.Of(predictions, mistake.Item))],
        predictions.Count - predictions.Correct);
}
