using Inkling.Analysis;
using Inkling.Figures.Drawing;

namespace Inkling.Figures.Images;

/// <summary>The most confused pairs of classes, each with examples: images with label 4 that are predicted as 9.</summary>
public sealed class ConfusedPairs : ImageGrid
{
    /// <summary>The largest number of examples shown of a pair.</summary>
    public const int MaxExamples = 6;

    /// <summary>Pairs of classes, the most confused first.</summary>
    /// <param name="title">The title.</param>
    /// <param name="pairs">The pairs with their examples, of which the first <see cref="MaxExamples"/> are shown.</param>
    public ConfusedPairs(string title, IReadOnlyList<ConfusedExamples> pairs)
        : base(title)
    {
        Pairs = pairs;
        Sections = [.. pairs.Select(pair => new TileSection(pair.Heading, [.. pair.Examples.Take(MaxExamples).Select(ToTile)]))];
    }

    /// <summary>The pairs.</summary>
    public IReadOnlyList<ConfusedExamples> Pairs { get; }

    /// <inheritdoc/>
    public override string Description => Pairs.Count == 0 ? EmptyText : string.Join("; ", Pairs.Select(pair => pair.Heading)) + ".";

    internal override IReadOnlyList<TileSection> Sections { get; }

    internal override int? Columns => MaxExamples;

    internal override string EmptyText => "No image is misclassified.";

    internal override string Note => "Below each image: the confidence of the misclassification.";

    /// <summary>The most confused pairs of classes, each with its most confident misclassifications.</summary>
    /// <param name="predictions">The predictions for a data set.</param>
    /// <param name="count">The number of pairs; all where there are fewer.</param>
    public static ConfusedPairs Of(Predictions predictions, int count = 5)
    {
        var mistakes = Mistakes.MostConfident(predictions, predictions.Count);
        var names = predictions.Set.ClassNames;
        var pairs =
            from pair in Mistakes.MostConfusedPairs(predictions, count)
            let examples = mistakes.Where(mistake => (mistake.Actual, mistake.Predicted) == (pair.Actual, pair.Predicted))
                .Take(MaxExamples).Select(mistake => PredictedImage.Of(predictions, mistake.Item))
            select new ConfusedExamples(names[pair.Actual], names[pair.Predicted], pair.Count, [.. examples]);
        return new ConfusedPairs("Most confused pairs of classes", [.. pairs]);
    }

    private static Tile ToTile(PredictedImage image)
    {
        var tile = image.ToTile();
        return tile with { Captions = [tile.Captions[^1]] };
    }
}

/// <summary>Images of one class that are predicted as another.</summary>
/// <param name="Label">The name of their class.</param>
/// <param name="Predicted">The name of the predicted class.</param>
/// <param name="Count">The number of such images.</param>
/// <param name="Examples">Some of them.</param>
public sealed record ConfusedExamples(string Label, string Predicted, int Count, IReadOnlyList<PredictedImage> Examples)
{
    /// <summary>The heading above the examples.</summary>
    internal string Heading => $"{Label} predicted as {Predicted}: {TextFormat.Times(Count)}";
}
