using Inkling.Analysis;
using Inkling.Figures.Charts;
using Inkling.Figures.Drawing;
using Inkling.Models;

namespace Inkling.Figures.Images;

/// <summary>An adversarial example: image, amplified perturbation and perturbed image, and the predictions for both images.</summary>
public sealed class AdversarialExample : Figure
{
    internal const double Side = 132;

    /// <summary>An attack on one image.</summary>
    /// <param name="title">The title, such as the attack and its epsilon.</param>
    /// <param name="original">The ink of the image.</param>
    /// <param name="perturbed">The ink after the attack, of the same size.</param>
    /// <param name="before">The prediction for the image.</param>
    /// <param name="after">The prediction for the perturbed image.</param>
    /// <exception cref="ArgumentException">The images differ in size, or the predictions in the number of classes.</exception>
    public AdversarialExample(string title, Raster original, Raster perturbed, Prediction before, Prediction after)
        : base(title)
    {
        if ((original.Rows, original.Columns) != (perturbed.Rows, perturbed.Columns))
        {
            throw new ArgumentException(
                $"AdversarialExample: the perturbed image is {perturbed.Rows} x {perturbed.Columns}, "
                + $"expected {original.Rows} x {original.Columns}", nameof(perturbed));
        }

        if (before.ClassNames.Count != after.ClassNames.Count)
        {
            throw new ArgumentException(
                $"AdversarialExample: {after.ClassNames.Count} classes after the attack, expected {before.ClassNames.Count}",
                nameof(after));
        }

        (Original, Perturbed, Before, After) = (original, perturbed, before, after);
        (BarsBefore, BarsAfter) = (BarsOf(before), BarsOf(after));
        var difference = new float[original.Values.Length];
        for (var i = 0; i < difference.Length; i++)
            difference[i] = perturbed.Values[i] - original.Values[i];
        Perturbation = new Raster(difference, original.Rows, original.Columns);
    }

    /// <summary>The ink of the image.</summary>
    public Raster Original { get; }

    /// <summary>The perturbed image minus the original.</summary>
    public Raster Perturbation { get; }

    /// <summary>The ink after the attack.</summary>
    public Raster Perturbed { get; }

    /// <summary>The prediction for the image.</summary>
    public Prediction Before { get; }

    /// <summary>The prediction for the perturbed image.</summary>
    public Prediction After { get; }

    /// <summary>The largest change of a pixel; at most epsilon.</summary>
    public double LargestChange => Perturbation.Largest;

    /// <inheritdoc/>
    public override string Description =>
        $"Image: {Before.Sentence()} Perturbed by at most {NumberFormat.Value(Math.Round(LargestChange, 4))} per pixel: {After.Sentence()}";

    /// <summary>An attack on one image.</summary>
    /// <param name="title">The title, such as the attack and its epsilon.</param>
    /// <param name="before">The explanation of the prediction for the image.</param>
    /// <param name="after">The explanation of the prediction for the perturbed image.</param>
    /// <param name="label">The index of the label, where it is known.</param>
    /// <exception cref="ArgumentException">The sizes of the images or the numbers of classes differ.</exception>
    public static AdversarialExample Of(string title, Explanation before, Explanation after, int? label = null)
    {
        return new AdversarialExample(
            title, Image(before), Image(after), before.Prediction.WithLabel(label), after.Prediction.WithLabel(label));

        static Raster Image(Explanation explanation) => new(explanation.Image, explanation.Model.Rows, explanation.Model.Columns);
    }

    internal override double BodyHeight => BarsTop + 24 + BarsBefore.BodyHeight;

    internal override string Caption => ImageText.NotNumbers([Original, Perturbed]);

    internal override Type View => typeof(AdversarialExampleView);

    internal ProbabilityBars BarsBefore { get; }

    internal ProbabilityBars BarsAfter { get; }

    /// <summary>The lines below the three images.</summary>
    internal IReadOnlyList<IReadOnlyList<ImageText>> Lines =>
        [Wrapped(ImageText.Captions(Before)), Wrapped([new ImageText(Amplification, "faint")]), Wrapped(ImageText.Captions(After))];

    internal double ColorBarTop => 24 + Side + 16 + (Lines.Max(captions => captions.Count) * 18);

    internal double BarsTop => ColorBarTop + ColorBarView.Height + 4;

    /// <summary>How much the perturbation is amplified: its largest change has the colour that a change by 1 would have.</summary>
    private string Amplification
    {
        get
        {
            if (LargestChange == 0)
                return "no pixel is changed";
            var factor = 1 / LargestChange;
            return $"amplified {NumberFormat.Value(factor >= 10 ? Math.Round(factor) : Math.Round(factor, 1))} times";
        }
    }

    private static ProbabilityBars BarsOf(Prediction prediction) => new("Probabilities", prediction) { FigureWidth = 240 };

    private static IReadOnlyList<ImageText> Wrapped(IReadOnlyList<ImageText> captions) =>
        [.. captions.SelectMany(caption => caption.Within(148, 2))];
}
