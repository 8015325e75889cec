using Inkling.Analysis;
using Inkling.Figures.Drawing;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Figures.Images;

/// <summary>
/// Weights as images, one for each output or filter: red where a pixel speaks against it, white where it says nothing, blue where it speaks
/// for
/// it. One scale for all, the same on both sides of zero.
/// </summary>
public sealed class WeightImages : ImageGrid
{
    private readonly int? _columns;

    /// <summary>Images of weights.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="images">The weights that are shown.</param>
    /// <param name="names">What each stands for, such as the class; as many as images. Left out: they are numbered.</param>
    /// <param name="total">How many there are in all, if not all are shown.</param>
    /// <param name="columns">Images in a row, 1 to 24; left out: as many as leave room for images and names.</param>
    /// <exception cref="ArgumentException">There are not as many names as images, or fewer in all than are shown.</exception>
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

    /// <summary>How many there are in all.</summary>
    public int Total { get; }

    /// <inheritdoc/>
    public override string Description => Images.Count == 0
        ? Nothing
        : $"{Extent} from {NumberFormat.Signed(-Largest!.Value)} (red) by way of 0 (white) to {NumberFormat.Signed(Largest.Value)} (blue). "
            + string.Join(" ", Sections[0].Tiles.Select(tile => $"{tile.Hover}."));

    internal override IReadOnlyList<TileSection> Sections { get; }

    internal override int? Columns => _columns;

    internal override double? Largest { get; }

    internal override string Nothing => "No weights that make images.";

    internal override string Note => $"{Extent}, on one scale.";

    private string Extent => (Total == Images.Count ? "" : $"{Images.Count} of ") + TextFormat.Count(Total, "image") + " of weights";

    /// <summary>The weights of a model's first layer.</summary>
    /// <param name="model">The model.</param>
    /// <param name="count">How many images of them, if there are as many.</param>
    /// <exception cref="ArgumentException">The model has no layer with weights that make images.</exception>
    public static WeightImages Of(TrainedModel model, int count = 32)
    {
        var weights = FirstLayerWeights.Of(model);
        var shown = Math.Min(count, weights.Count);
        Raster[] images = [.. Enumerable.Range(0, shown).Select(i => new Raster(weights.Image(i), weights.Rows, weights.Columns))];
        // Only where the first layer is the last one do its outputs stand for classes.
        var isOnly = model.Module.Parameters().Count(parameter => parameter.Rank >= 2) == 1;
        IReadOnlyList<string>? names = !isOnly ? null
            : weights.Count == model.ClassNames.Count ? [.. model.ClassNames.Take(shown)]
            : weights.Count == 1 && shown == 1 && model.ClassNames.Count == 2
                ? [$"blue: {model.ClassNames[0]}, red: {model.ClassNames[1]}"]
                : null;
        return new WeightImages($"First layer of {model.Name}: {weights.Layer}", images, names, weights.Count);
    }

    private static Tile ToTile(Raster image, string name, int index)
    {
        var values = image.Values.ToArray().Where(float.IsFinite).ToList();
        var range = values.Count == 0
            ? "no numbers"
            : $"{NumberFormat.Signed(values.Min())} to {NumberFormat.Signed(values.Max())}, mean {NumberFormat.Signed(values.Average())}";
        return new Tile(image, $"{(name == $"{index}" ? $"number {name}" : name)}: {range}", new ImageText(name));
    }
}
