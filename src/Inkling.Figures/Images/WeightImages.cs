using Inkling.Analysis;
using Inkling.Figures.Drawing;
using Inkling.Models;

namespace Inkling.Figures.Images;

/// <summary>
/// Weights as images, one per output or filter: negative weights are red, zero is white, positive weights are blue. All images have one
/// scale, symmetric about zero.
/// </summary>
public sealed class WeightImages : ImageGrid
{
    private readonly int? _columns;

    /// <summary>Images of weights.</summary>
    /// <param name="title">The title.</param>
    /// <param name="images">The weights.</param>
    /// <param name="names">The name of each image, such as its class; null to number them.</param>
    /// <param name="total">The number of images in all, where not all are shown.</param>
    /// <param name="columns">Images per row, 1 to 24; null for as many as leave room for images and names.</param>
    /// <exception cref="ArgumentException">There are not as many names as images.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The number of columns is out of range, or there are fewer images in all than are shown.
    /// </exception>
    public WeightImages(
        string title, IReadOnlyList<Raster> images, IReadOnlyList<string>? names = null, int? total = null, int? columns = null)
        : base(title)
    {
        TileLayout.CheckColumns(columns);
        if (names is not null && names.Count != images.Count)
            throw new ArgumentException($"WeightImages: {names.Count} names for {images.Count} images, expected as many", nameof(names));
        if (total < images.Count)
            throw new ArgumentOutOfRangeException(
                nameof(total), total, $"WeightImages: {images.Count} images are given, expected at least as many in all");
        (_columns, Images, Total) = (columns, images, total ?? images.Count);
        Largest = images.Select(image => (double)image.Largest).DefaultIfEmpty().Max();
        Sections = [new TileSection("", [.. images.Select((image, i) => ToTile(image, names?[i] ?? $"{i}", i))])];
    }

    /// <summary>The weights that are shown.</summary>
    public IReadOnlyList<Raster> Images { get; }

    /// <summary>The number of images in all.</summary>
    public int Total { get; }

    /// <inheritdoc/>
    public override string Description => Images.Count == 0
        ? EmptyText
        : $"{Extent} from {NumberFormat.Signed(-Largest!.Value)} (red) through 0 (white) to {NumberFormat.Signed(Largest.Value)} (blue). "
            + string.Join(" ", Sections[0].Tiles.Select(tile => $"{tile.Tooltip}."));

    internal override IReadOnlyList<TileSection> Sections { get; }

    internal override int? Columns => _columns;

    internal override double? Largest { get; }

    internal override string EmptyText => "No weights of images.";

    internal override string Note => $"{Extent}, on one scale.";

    private string Extent => (Total == Images.Count ? "" : $"{Images.Count} of ") + TextFormat.Count(Total, "image") + " of weights";

    /// <summary>The weights of a model's first layer.</summary>
    /// <param name="model">The model.</param>
    /// <param name="count">The number of images; all where there are fewer.</param>
    /// <exception cref="ArgumentException">The first layer of the model has no weights that are images.</exception>
    public static WeightImages Of(TrainedModel model, int count = 32)
    {
        var weights = FirstLayerWeights.Of(model);
        var shown = Math.Min(count, weights.Count);
        Raster[] images = [.. Enumerable.Range(0, shown).Select(i => new Raster(weights.Image(i), weights.Rows, weights.Columns))];
        // The outputs of the first layer are classes only where it is the only layer.
        var isOnly = model.Module.Parameters().Count(parameter => parameter.Rank >= 2) == 1;
        IReadOnlyList<string>? names = !isOnly ? null
            : weights.Count == model.ClassNames.Count ? [.. model.ClassNames.Take(shown)]
            : weights.Count == 1 && shown == 1 && model.ClassNames.Count == 2
                ? [$"blue: {model.ClassNames[0]}, red: {model.ClassNames[1]}"]
                : null;
        return new WeightImages($"First-layer weights of {model.Name}: {weights.Layer}", images, names, weights.Count);
    }

    private static Tile ToTile(Raster image, string name, int index)
    {
        var values = image.Values.ToArray().Where(float.IsFinite).ToList();
        var range = values.Count == 0
            ? "no finite values"
            : $"{NumberFormat.Signed(values.Min())} to {NumberFormat.Signed(values.Max())}, mean {NumberFormat.Signed(values.Average())}";
        return new Tile(image, $"{(name == $"{index}" ? $"number {name}" : name)}: {range}", new ImageText(name));
    }
}
