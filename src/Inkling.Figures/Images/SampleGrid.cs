using Inkling.Data;
using Inkling.Figures.Drawing;

namespace Inkling.Figures.Images;

/// <summary>Images of a data set with their labels; the tooltip of each has its index and label.</summary>
public sealed class SampleGrid : ImageGrid
{
    private readonly int? _columns;

    /// <summary>Labelled images.</summary>
    /// <param name="title">The title.</param>
    /// <param name="samples">The images.</param>
    /// <param name="columns">Images per row, 1 to 24; null for as many as leave room for images and names.</param>
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
    public override string Description
    {
        get
        {
            if (Samples.Count == 0)
                return EmptyText;
            var counts = Samples.CountBy(sample => sample.Label).OrderBy(count => count.Key, StringComparer.Ordinal)
                .Select(count => $"{count.Value} of {count.Key}");
            return $"{TextFormat.Count(Samples.Count, "image")} with their labels: {string.Join(", ", counts)}.";
        }
    }

    internal override IReadOnlyList<TileSection> Sections { get; }

    internal override int? Columns => _columns;

    internal override string EmptyText => "No images.";

    /// <summary>The first images of a data set.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="count">The number of images; all where there are fewer.</param>
    /// <param name="columns">Images per row, 1 to 24; null for as many as leave room for images and names.</param>
    public static SampleGrid Of(ImageDataset set, int count = 40, int? columns = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var samples = Enumerable.Range(0, Math.Min(count, set.Count)).Select(index => LabelledImage.Of(set, index));
        return new SampleGrid($"{set.Name}: the first images", [.. samples], columns);
    }

    private static Tile ToTile(LabelledImage sample) =>
        new(sample.Image, $"image {sample.Index}: {sample.Label}", new ImageText(sample.Label));
}
