using Inkling.Analysis;
using Inkling.Figures.Charts;
using Inkling.Figures.Drawing;
using Inkling.Models;

namespace Inkling.Figures.Images;

/// <summary>
/// The activations of a network for one image: the image, the contribution of each pixel to the prediction, the output of each layer, the
/// logits and the probabilities.
/// </summary>
public sealed class ActivationFigure : Figure
{
    internal const double Side = 190, Left = 14;
    private const double HeadingHeight = 24, MapGap = 6, Gap = 14;
    private const int MapsPerRow = 8;

    /// <summary>The activations for one image.</summary>
    /// <param name="title">The title.</param>
    /// <param name="image">The ink of the image.</param>
    /// <param name="contributions">
    /// How much each pixel contributes to the predicted class (above 0) or against it (below 0), of the image's size.
    /// </param>
    /// <param name="layers">The outputs of the layers, in order.</param>
    /// <param name="logits">The logits: [classes].</param>
    /// <param name="prediction">The prediction, with the label where it is known.</param>
    /// <param name="rival">The index of the class to which pixels below 0 contribute, where it is a single one.</param>
    /// <exception cref="ArgumentException">The sizes of the images or the numbers of classes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rival is not one of the classes.</exception>
    public ActivationFigure(
        string title,
        Raster image,
        Raster contributions,
        IReadOnlyList<LayerActivations> layers,
        ReadOnlySpan<float> logits,
        Prediction prediction,
        int? rival = null)
        : base(title)
    {
        if ((image.Rows, image.Columns) != (contributions.Rows, contributions.Columns))
        {
            throw new ArgumentException(
                $"ActivationFigure: the contributions are {contributions.Rows} x {contributions.Columns}, "
                + $"expected {image.Rows} x {image.Columns}", nameof(contributions));
        }

        var classes = prediction.ClassNames.Count;
        if (logits.Length != classes)
        {
            throw new ArgumentException(
                $"ActivationFigure: {logits.Length} logits for {classes} classes, expected as many", nameof(logits));
        }

        if (rival < 0 || rival >= classes)
            throw new ArgumentOutOfRangeException(nameof(rival), rival, $"ActivationFigure: expected one of {classes} classes");
        (Image, Contributions, Layers, Logits, Prediction, Rival) = (image, contributions, layers, logits.ToArray(), prediction, rival);
        Bars = new ProbabilityBars("Probabilities", prediction) { FigureWidth = 240 };
    }

    /// <summary>The ink of the image.</summary>
    public Raster Image { get; }

    /// <summary>The contribution of each pixel to the prediction, below 0 against it.</summary>
    public Raster Contributions { get; }

    /// <summary>The outputs of the layers.</summary>
    public IReadOnlyList<LayerActivations> Layers { get; }

    /// <summary>The logits: [classes].</summary>
    public IReadOnlyList<float> Logits { get; }

    /// <summary>The prediction.</summary>
    public Prediction Prediction { get; }

    /// <summary>The index of the class to which pixels below 0 contribute, where it is a single one.</summary>
    public int? Rival { get; }

    /// <inheritdoc/>
    public override string Description
    {
        get
        {
            var values = Contributions.Values.ToArray();
            var (above, below) = (values.Count(value => value > 0), values.Count(value => value < 0));
            var logits = Prediction.ClassNames.Zip(Logits)
                .Select(logit => $"{logit.First} {NumberFormat.Signed(Math.Round(logit.Second, 2))}");
            return $"{Prediction.Sentence()} {TextFormat.Count(above, "pixel")} {Sides.Above}, {below} {Sides.Below}, "
                + $"by at most {NumberFormat.Signed(Contributions.Largest)}. "
                + string.Concat(Layers.Select(layer => $"{layer.Name}, {layer.Detail}. "))
                + $"Logits: {string.Join(", ", logits)}.";
        }
    }

    /// <summary>The activations of an explained prediction: each layer that computes something new, up to the logits.</summary>
    /// <param name="explanation">The explanation.</param>
    /// <param name="label">The index of the label, where it is known.</param>
    /// <exception cref="ArgumentOutOfRangeException">The label is not one of the model's classes.</exception>
    public static ActivationFigure Of(Explanation explanation, int? label = null)
    {
        var model = explanation.Model;
        var layers = new List<LayerActivations>();
        var before = explanation.Image;
        // The output of the last layer is the logits, which have bars. A layer that only changes the shape, such as Flatten, is left out.
        foreach (var layer in explanation.Layers.SkipLast(1))
        {
            if (!layer.Values.SequenceEqual(before))
                layers.Add(new LayerActivations(layer.Layer, layer.Values, layer.Shape.ToArray()));
            before = layer.Values;
        }

        return new ActivationFigure(
            $"Activations of {model.Name}",
            new Raster(explanation.Image, model.Rows, model.Columns),
            new Raster(explanation.Contributions, model.Rows, model.Columns),
            layers,
            explanation.Logits,
            explanation.Prediction.WithLabel(label),
            explanation.RunnerUp);
    }

    internal override double BodyHeight => BarsTop + 24 + Bars.BodyHeight;

    internal ProbabilityBars Bars { get; }

    /// <summary>What pixels below 0 contribute to, and what those above 0 do.</summary>
    internal (string Below, string Above) Sides =>
        (Rival is { } rival ? $"for {Prediction.ClassNames[rival]}" : "against", $"for {Prediction.Predicted()}");

    internal override Type View => typeof(ActivationFigureView);

    internal override string Caption => ImageText.NotNumbers([Image, Contributions, .. Layers.Select(layer => layer.All)]);

    /// <summary>The lines below the image.</summary>
    internal IReadOnlyList<ImageText> Lines => [.. ImageText.Captions(Prediction).SelectMany(caption => caption.Within(222, 2))];

    internal double ColorBarTop => HeadingHeight + Side + 14 + (Lines.Count * 17);

    internal double LayersTop => ColorBarTop + ColorBarView.Height + 6;

    internal double BarsTop => LayersTop + Layers.Sum(HeightOf) + (Layers.Count > 0 ? 8 : 0);

    /// <summary>The layers with their tops.</summary>
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

    /// <summary>
    /// The pieces of a layer with their boxes, relative to the top of the layer: feature maps in rows, or a vector in lines. First is the
    /// index of the feature map, or of the first value of the line.
    /// </summary>
    internal IEnumerable<(Raster Piece, double X, double Y, double Width, double Height, int First)> PiecesOf(LayerActivations layer)
    {
        var (inner, first) = (Width - (2 * Left), 0);
        foreach (var (i, piece) in layer.Pieces.Index())
        {
            if (layer.IsFeatureMaps)
            {
                var side = MapSide(layer);
                var (row, column) = (i / MapsPerRow, i % MapsPerRow);
                yield return (piece, Left + (column * (side + MapGap)), HeadingHeight + (row * (side + MapGap)), side, side, i);
            }
            else
            {
                var cell = Math.Min(inner / layer.Pieces[0].Columns, 24);
                var height = LineHeight(layer);
                yield return (piece, Left, HeadingHeight + (i * height), cell * piece.Columns, height, first);
                first += piece.Columns;
            }
        }
    }

    private double HeightOf(LayerActivations layer)
    {
        var rows = layer.IsFeatureMaps ? (layer.Pieces.Count + MapsPerRow - 1) / MapsPerRow : layer.Pieces.Count;
        return HeadingHeight + (rows * (layer.IsFeatureMaps ? MapSide(layer) + MapGap : LineHeight(layer))) + Gap;
    }

    private double MapSide(LayerActivations layer) =>
        Math.Min((Width - (2 * Left) + MapGap) / Math.Clamp(layer.Pieces.Count, 4, MapsPerRow), 96) - MapGap;

    private static double LineHeight(LayerActivations layer) => layer.Pieces.Count > 4 ? 8 : 16;
}
