using Inkling.Data;
using Inkling.Figures.Drawing;

namespace Inkling.Figures.Images;

/// <summary>
/// Images of a data set with the names of their classes. Each says its place in the set and its class when the pointer rests on it.
/// </summary>
public sealed class SampleGrid : ImageGrid
{
    private readonly int? _columns;

    /// <summary>Some images of a set.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="samples">The images.</param>
    /// <param name="columns">Images in a row, 1 to 24; left out: as many as leave room for images and names.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of columns is out of range.</exception>
    public SampleGrid(string title, IReadOnlyList<LabelledImage> samples, int? columns = null)
        : base(title)
    {
        TileLayout.CheckColumns(columns);
        (_columns, Samples) = (columns, samples);
        Sections = [new TileSection("", [.. samples.Select(ToTile)])];
    }

    /// <summary>The images.</summary>
    public IReadOnlyList<LabelledImage> Samples { get; }

    /// <inheritdoc/>
    public override string Description => Samples.Count == 0
        ? "No images."
        : $"{TextFormat.Count(Samples.Count, "image")} with their classes: "
            + string.Join(
                ", ", Samples.CountBy(sample => sample.Label)
                    .OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => $"{count.Value} of {count.Key}"))
            + ".";

    internal override IReadOnlyList<TileSection> Sections { get; }

    internal override int? Columns => _columns;

    internal override string Nothing => "No images.";

    /// <summary>The first images of a set.</summary>
    /// <param name="set">The set.</param>
    /// <param name="count">How many, if there are as many.</param>
    /// <param name="columns">Images in a row, 1 to 24.</param>
    public static SampleGrid Of(ImageDataset set, int count = 40, int? columns = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var samples = Enumerable.Range(0, Math.Min(count, set.Count)).Select(index => LabelledImage.Of(set, index));
        return new SampleGrid($"{set.Name}: the first images", [.. samples], columns);
    }

    private static Tile ToTile(LabelledImage sample) =>
        new(sample.Image, $"image {sample.Index}: {sample.Label}", new ImageText(sample.Label));
}
