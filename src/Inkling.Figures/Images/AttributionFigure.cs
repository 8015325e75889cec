using Inkling.Analysis;
using Inkling.Figures.Drawing;

namespace Inkling.Figures.Images;

/// <summary>An image, and beside it the attribution of a model's output to its pixels as a layer over the image.</summary>
public sealed class AttributionFigure : Figure
{
    internal const double Side = 212, ColorBarTop = 24 + Side + 10;

    /// <summary>An image with the attribution of an output.</summary>
    /// <param name="title">The title, such as the method and the class.</param>
    /// <param name="image">The ink of the image.</param>
    /// <param name="attribution">
    /// How much each pixel counts for the class (above 0) or against it (below 0), of the image's size; the scale of values that are all 0
    /// or more begins at 0.
    /// </param>
    /// <param name="className">The name of the class.</param>
    /// <param name="isMagnitude">Whether values above 0 count for the class or against it.</param>
    /// <param name="note">What is written below the figure; empty for nothing.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public AttributionFigure(string title, Raster image, Raster attribution, string className, bool isMagnitude = false, string note = "")
        : base(title)
    {
        if ((image.Rows, image.Columns) != (attribution.Rows, attribution.Columns))
        {
            throw new ArgumentException(
                $"AttributionFigure: the attribution is {attribution.Rows} x {attribution.Columns}, "
                + $"expected {image.Rows} x {image.Columns}", nameof(attribution));
        }

        (Image, Attribution, ClassName, IsMagnitude, Note) = (image, attribution, className, isMagnitude, note);
        IsSigned = attribution.Values.ContainsAnyInRange(float.NegativeInfinity, -float.Epsilon);
    }

    /// <summary>The ink of the image.</summary>
    public Raster Image { get; }

    /// <summary>The attribution of each pixel, below 0 against the class.</summary>
    public Raster Attribution { get; }

    /// <summary>The name of the class.</summary>
    public string ClassName { get; }

    /// <summary>Whether values above 0 count for the class or against it.</summary>
    public bool IsMagnitude { get; }

    /// <summary>What is written below the figure.</summary>
    public string Note { get; }

    /// <inheritdoc/>
    public override string Description
    {
        get
        {
            var values = Attribution.Values.ToArray();
            var (above, below) = (values.Count(value => value > 0), values.Count(value => value < 0));
            return $"{Title}: {TextFormat.Count(above, "pixel")} {Above}{(IsSigned ? $", {below} {Below}" : "")}, by at most "
                + $"{NumberFormat.Signed(Attribution.Largest)}.{(Note.Length > 0 ? $" {Note}" : "")}";
        }
    }

    /// <summary>The attribution of a model's output for an image.</summary>
    public static AttributionFigure Of(Attribution attribution)
    {
        var model = attribution.Model;
        return new AttributionFigure(
            $"{attribution.Method.Title}, {attribution.OutputName}",
            new Raster(attribution.Image, model.Rows, model.Columns),
            new Raster(attribution.Values, model.Rows, model.Columns),
            model.ClassNames[attribution.Target],
            attribution.Method.IsMagnitude,
            NoteOf(attribution));
    }

    internal override double BodyHeight => ColorBarTop + ColorBarView.Height;

    internal override string Caption => string.Join(
        ' ', ((string[])[Note, ImageText.NotNumbers([Image, Attribution])]).Where(text => text.Length > 0));

    internal override Type View => typeof(AttributionFigureView);

    /// <summary>Whether there are values below 0.</summary>
    internal bool IsSigned { get; }

    internal string Above => IsMagnitude ? $"for or against {ClassName}" : $"for {ClassName}";

    internal string Below => $"against {ClassName}";

    private static string NoteOf(Attribution attribution)
    {
        var output = $"The {attribution.OutputName} is {Rounded(attribution.Output)}";
        return attribution switch
        {
            { BaselineOutput: { } baseline } =>
                $"{output}, of the baseline {Rounded(baseline)}; the attributions add up to {Rounded(attribution.Sum)}.",
            { Layer: { } layer } => $"{output}. Feature maps of {layer}.",
            _ => $"{output}.",
        };

        static string Rounded(double value) => NumberFormat.Signed(Math.Round(value, 3));
    }
}
