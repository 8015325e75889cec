using Inkling.Analysis;
using Inkling.Figures.Drawing;

namespace Inkling.Figures.Images;

/// <summary>The mistakes of which a model was most confident: what it read, what it is, and how sure it was.</summary>
public sealed class MistakesGrid : ImageGrid
{
    /// <summary>Mistakes, the most confident first.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="mistakes">The images that were read wrong.</param>
    /// <param name="total">How many were read wrong in all; at least as many as are shown.</param>
    /// <exception cref="ArgumentException">An image was read right, or more are shown than there are.</exception>
    public MistakesGrid(string title, IReadOnlyList<ReadImage> mistakes, int total)
        : base(title)
    {
        if (mistakes.FirstOrDefault(image => image.IsCorrect) is { } right)
            throw new ArgumentException($"MistakesGrid: image {right.Index} was read right, expected mistakes", nameof(mistakes));
        if (total < mistakes.Count)
            throw new ArgumentOutOfRangeException(
                nameof(total), total, $"MistakesGrid: {mistakes.Count} mistakes are given, expected at least as many in all");
        (Mistakes, Total) = (mistakes, total);
        Sections = [new TileSection("", [.. mistakes.Select(image => image.ToTile())])];
    }

    /// <summary>The images that were read wrong.</summary>
    public IReadOnlyList<ReadImage> Mistakes { get; }

    /// <summary>How many were read wrong in all.</summary>
    public int Total { get; }

    /// <inheritdoc/>
    public override string Description => Mistakes.Count == 0
        ? Nothing
        : $"{Extent}, the most confident first: " + string.Join("; ", Mistakes.Select(image =>
        $"image {image.Index} read {image.Read}, is {image.Label}, confidence {NumberFormat.Percent(image.Confidence)}")) + ".";

    internal override IReadOnlyList<TileSection> Sections { get; }

    internal override string Nothing => Total == 0
        ? "No mistakes: every image was read right."
        : $"None of {TextFormat.Count(Total, "mistake")} is shown.";

    internal override string Note => $"{Extent}, the most confident first.";

    private string Extent => Total == Mistakes.Count
        ? $"All {TextFormat.Count(Total, "mistake")}"
        : $"{Mistakes.Count} of {TextFormat.Count(Total, "mistake")}";

    /// <summary>The mistakes of which a model was most confident.</summary>
    /// <param name="predictions">What the model made of the images.</param>
    /// <param name="count">How many, if there are as many.</param>
    public static MistakesGrid Of(Predictions predictions, int count = 16) => new(
        "The most confident mistakes",
        [.. Analysis.Mistakes.MostConfident(predictions, count).Select(mistake => ReadImage.Of(predictions, mistake.Item))],
        predictions.Count - predictions.Correct);
}
