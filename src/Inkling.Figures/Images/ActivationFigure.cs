using Inkling.Analysis;
using Inkling.Figures.Drawing;

namespace Inkling.Figures.Images;

/// <summary>
/// What flowed through a network for one image: the image, what each pixel said for and against what was read, the values of the layers,
/// the logits and the
/// probabilities.
/// </summary>
public sealed class ActivationFigure : Figure
{
    internal const double Side = 190, Left = 14;
    private const double HeadingHeight = 24, MapGap = 6, Gap = 14;
    private const int MapsInRow = 8;

    /// <summary>An image and what a network made of it.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="image">The ink of the image.</param>
    /// <param name="contributions">How much each pixel spoke for what was read (above 0) or against it (below 0), of the image's
    /// size.</param>
    /// <param name="layers">The values of the layers, in their order.</param>
    /// <param name="logits">The last layer's value for each class.</param>
    /// <param name="reading">The probabilities and, if it is known, what the image is.</param>
    /// <param name="rival">The class for which pixels spoke that are below 0, if it is one class.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public ActivationFigure(
        string title,
        Raster image,
        Raster contributions,
        IReadOnlyList<LayerActivations> layers,
        ReadOnlySpan<float> logits,
        Reading reading,
        int? rival = null)
        : base(title)
    {
        if ((image.Rows, image.Columns) != (contributions.Rows, contributions.Columns))
        {
            throw new ArgumentException(
                $"ActivationFigure: the contributions are {contributions.Rows} x {contributions.Columns}, expected {image.Rows} x {image.Columns}", nameof(contributions));
        }

        if (logits.Length != reading.ClassNames.Count)
            throw new ArgumentException(
                $"ActivationFigure: {logits.Length} logits for {reading.ClassNames.Count} classes, expected as many", nameof(logits));
        if (rival < 0 || rival >= reading.ClassNames.Count)
            throw new ArgumentOutOfRangeException(
                nameof(rival), rival, $"ActivationFigure: expected one of {reading.ClassNames.Count} classes");
        (Image, Contributions, Layers, Logits, Reading, Rival) = (image, contributions, layers, logits.ToArray(), reading, rival);
    }

    /// <summary>The ink of the image.</summary>
    public Raster Image { get; }

    /// <summary>How much each pixel spoke for what was read, or against it.</summary>
    public Raster Contributions { get; }

    /// <summary>The values of the layers.</summary>
    public IReadOnlyList<LayerActivations> Layers { get; }

    /// <summary>The last layer's value for each class.</summary>
    public IReadOnlyList<float> Logits { get; }

    /// <summary>The probabilities.</summary>
    public Reading Reading { get; }

    /// <summary>The class for which pixels spoke that are below 0, if it is one class.</summary>
    public int? Rival { get; }

    /// <inheritdoc/>
    public override string Description
    {
        get
        {
            var values = Contributions.Values.ToArray();
            return $"{Reading.Sentence} {TextFormat.Count(values.Count(value => value > 0), "pixel")} spoke for it, "
                + $"{values.Count(value => value < 0)} {(Rival is { } rival ? $"for {Reading.ClassNames[rival]}" : "against it")}, by at most {NumberFormat.Signed(Contributions.Largest)}. "
                + string.Concat(Layers.Select(layer => $"{layer.Name}, {layer.Detail}. "))
                + "Logits: "
                + string.Join(
                    ", ", Reading.ClassNames.Zip(Logits).Select(logit => $"{logit.First} {NumberFormat.Signed(Math.Round(logit.Second, 2))}"))
                        + ".";
        }
    }

    /// <summary>What flowed when a model read an image: each layer that computes something new, up to the logits.</summary>
    /// <param name="explanation">What flowed.</param>
    /// <param name="label">The class that the image is, if it is known.</param>
    /// <exception cref="ArgumentOutOfRangeException">The class is not one of the model's.</exception>
    public static ActivationFigure Of(Explanation explanation, int? label = null)
    {
        var model = explanation.Model;
        var layers = new List<LayerActivations>();
        var before = explanation.Image;
        // The last layer gives the logits, which have bars. Where a layer only changes the shape, as Flatten does, nothing is to be seen.
        foreach (var layer in explanation.Layers.SkipLast(1))
        {
            if (!layer.Values.SequenceEqual(before))
                layers.Add(new LayerActivations(layer.Layer, layer.Values, layer.Shape.ToArray()));
            before = layer.Values;
        }

        return new ActivationFigure(
            $"What flowed through {model.Name}",
            new Raster(explanation.Image, model.Rows, model.Columns),
            new Raster(explanation.Contributions, model.Rows, model.Columns),
            layers,
            explanation.Logits,
            new Reading(model.ClassNames, explanation.Probabilities, label),
            explanation.RunnerUp);
    }

    internal override double BodyHeight => BarsTop + 24 + Reading.Half.BodyHeight;

    /// <summary>What pixels below 0 spoke for, and those above.</summary>
    internal (string Below, string Above) Sides =>
        (Rival is { } rival ? $"for {Reading.ClassNames[rival]}" : "against", $"for {Reading.Read}");

    internal override Type View => typeof(ActivationFigureView);

    internal override string Caption => ImageText.NotNumbers([Image, Contributions, .. Layers.Select(layer => layer.All)]);

    /// <summary>What stands below the image.</summary>
    internal IReadOnlyList<ImageText> Lines => [.. Reading.Captions.SelectMany(caption => caption.Within(222, 2))];

    internal double ColorBarTop => HeadingHeight + Side + 14 + (Lines.Count * 17);

    internal double LayersTop => ColorBarTop + ColorBarView.Height + 6;

    internal double BarsTop => LayersTop + Layers.Sum(HeightOf) + (Layers.Count > 0 ? 8 : 0);

    /// <summary>Where each layer begins.</summary>
    internal IEnumerable<(LayerActivations Layer, double Top)> LayerPlaces
    {
        get
        {
            var y = LayersTop;
            foreach (var layer in Layers)
            {
                yield return (layer, y);
                y += HeightOf(layer);
            }
        }
    }

    /// <summary>The pieces of a layer in their places below where the layer begins: maps in rows, or a vector in lines.</summary>
    internal IEnumerable<(Raster Piece, double X, double Y, double Width, double Height, int First)> PiecesOf(LayerActivations layer)
    {
        var (inner, first) = (Width - (2 * Left), 0);
        foreach (var (i, piece) in layer.Pieces.Index())
        {
            if (layer.IsMaps)
            {
                var side = MapSide(layer);
                yield return (piece, Left + (i % MapsInRow * (side + MapGap)), HeadingHeight + (i / MapsInRow * (side + MapGap)), side,
                    side, i);
            }
            else
            {
                var cell = Math.Min(inner / layer.Pieces[0].Columns, 24);
                yield return (piece, Left, HeadingHeight + (i * LineHeight(layer)), cell * piece.Columns, LineHeight(layer), first);
                first += piece.Columns;
            }
        }
    }

    private double HeightOf(LayerActivations layer)
    {
        var rows = layer.IsMaps ? (layer.Pieces.Count + MapsInRow - 1) / MapsInRow : layer.Pieces.Count;
        return HeadingHeight + (rows * (layer.IsMaps ? MapSide(layer) + MapGap : LineHeight(layer))) + Gap;
    }

    private double MapSide(LayerActivations layer) =>
        Math.Min((Width - (2 * Left) + MapGap) / Math.Clamp(layer.Pieces.Count, 4, MapsInRow), 96) - MapGap;

    private static double LineHeight(LayerActivations layer) => layer.Pieces.Count > 4 ? 8 : 16;
}
