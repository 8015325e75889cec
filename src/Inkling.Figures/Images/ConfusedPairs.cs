using Inkling.Analysis;

namespace Inkling.Figures.Images;

/// <summary>The classes that a model confuses most, each pair with examples: what is a 4 and was read as a 9.</summary>
public sealed class ConfusedPairs : ImageGrid
{
    /// <summary>Examples of a pair that are shown; of more, the first.</summary>
    public const int MaxExamples = 6;

    /// <summary>Pairs of classes, the most confused first.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="pairs">The pairs with their examples.</param>
    public ConfusedPairs(string title, IReadOnlyList<ConfusedExamples> pairs)
        : base(title)
    {
        Pairs = pairs;
        Sections = [.. pairs.Select(pair => new TileSection(pair.Heading, [.. pair.Examples.Take(MaxExamples).Select(ToTile)]))];
    }

    /// <summary>The pairs.</summary>
    public IReadOnlyList<ConfusedExamples> Pairs { get; }

    /// <inheritdoc/>
    public override string Description => Pairs.Count == 0 ? Nothing : string.Join("; ", Pairs.Select(pair => pair.Heading)) + ".";

    internal override IReadOnlyList<TileSection> Sections { get; }

    internal override int? Columns => MaxExamples;

    internal override string Nothing => "No class was taken for another.";

    internal override string Note => "Below each image: the model's confidence in its wrong reading.";

    /// <summary>The pairs that a model confuses most, each with those examples of which it was most confident.</summary>
    /// <param name="predictions">What the model made of the images.</param>
    /// <param name="count">How many pairs, if there are as many.</param>
    public static ConfusedPairs Of(Predictions predictions, int count = 5)
    {
        var mistakes = Mistakes.MostConfident(predictions, predictions.Count);
        var names = predictions.Set.ClassNames;
        return new ConfusedPairs(
            "The classes that are confused most", [.. Mistakes.MostConfusedPairs(predictions, count).Select(pair => new ConfusedExamples(
            names[pair.Actual],
            names[pair.Predicted],
            pair.Count,
            [.. mistakes.Where(mistake => (mistake.Actual, mistake.Predicted) == (pair.Actual, pair.Predicted)).Take(MaxExamples)
                .Select(mistake => ReadImage.Of(predictions, mistake.Item))]))]);
    }

    private static Tile ToTile(ReadImage image)
    {
        var tile = image.ToTile();
        return tile with { Captions = [tile.Captions[^1]] };
    }
}

/// <summary>A class that was taken for another.</summary>
/// <param name="Label">The class that the images are.</param>
/// <param name="Read">The class that was read.</param>
/// <param name="Count">How often.</param>
/// <param name="Examples">Some of the images.</param>
public sealed record ConfusedExamples(string Label, string Read, int Count, IReadOnlyList<ReadImage> Examples)
{
    /// <summary>What stands above the examples.</summary>
    internal string Heading => $"{Label} read as {Read}: {(Count == 1 ? "once" : $"{Count} times")}";
}
