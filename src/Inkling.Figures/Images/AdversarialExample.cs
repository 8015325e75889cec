using Inkling.Analysis;
using Inkling.Figures.Drawing;

namespace Inkling.Figures.Images;

/// <summary>
/// How little it takes to fool a model: the image, what was added to it (stronger than it is, and by how much is said), the image that
/// resulted,
/// and what the model made of the first and the last.
/// </summary>
public sealed class AdversarialExample : Figure
{
    internal const double Side = 132;

    /// <summary>An attack on one image.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="original">The ink of the image.</param>
    /// <param name="changed">The ink after the attack, of the same size.</param>
    /// <param name="before">What the model made of the image.</param>
    /// <param name="after">What it made of the changed one.</param>
    /// <exception cref="ArgumentException">The images differ in size, or the readings in their classes.</exception>
    public AdversarialExample(string title, Raster original, Raster changed, Reading before, Reading after)
        : base(title)
    {
        if ((original.Rows, original.Columns) != (changed.Rows, changed.Columns))
        {
            throw new ArgumentException(
                $"AdversarialExample: the changed image is {changed.Rows} x {changed.Columns}, expected {original.Rows} x {original.Columns}", nameof(changed));
        }

        if (before.ClassNames.Count != after.ClassNames.Count)
            throw new ArgumentException(
                $"AdversarialExample: {after.ClassNames.Count} classes after the attack, expected {before.ClassNames.Count}",
                nameof(after));
        (Original, Changed, Before, After) = (original, changed, before, after);
        var difference = new float[original.Values.Length];
        for (var i = 0; i < difference.Length; i++)
            difference[i] = changed.Values[i] - original.Values[i];
        Perturbation = new Raster(difference, original.Rows, original.Columns);
    }

    /// <summary>The ink of the image.</summary>
    public Raster Original { get; }

    /// <summary>What was added to it.</summary>
    public Raster Perturbation { get; }

    /// <summary>The ink after the attack.</summary>
    public Raster Changed { get; }

    /// <summary>What the model made of the image.</summary>
    public Reading Before { get; }

    /// <summary>What it made of the changed one.</summary>
    public Reading After { get; }

    /// <summary>The largest change of a pixel: epsilon, where the attack went all the way.</summary>
    public double LargestChange => Perturbation.Largest;

    /// <inheritdoc/>
    public override string Description =>
        $"The image: {Before.Sentence} Changed by at most {NumberFormat.Value(Math.Round(LargestChange, 4))} per pixel: {After.Sentence}";

    /// <summary>An attack on one image.</summary>
    /// <param name="title">What is shown, such as the attack and its epsilon.</param>
    /// <param name="before">What the model made of the image.</param>
    /// <param name="after">What it made of the changed one.</param>
    /// <param name="label">The class that the image is, if it is known.</param>
    /// <exception cref="ArgumentException">Both are not of the same model's size and classes.</exception>
    public static AdversarialExample Of(string title, Explanation before, Explanation after, int? label = null)
    {
        return new AdversarialExample(title, Image(before), Image(after), Reading(before), Reading(after));

        static Raster Image(Explanation explanation) => new(explanation.Image, explanation.Model.Rows, explanation.Model.Columns);
        Reading Reading(Explanation explanation) => new(explanation.Model.ClassNames, explanation.Probabilities, label);
    }

    internal override double BodyHeight => BarsTop + 24 + Before.Half.BodyHeight;

    internal override string Caption => ImageText.NotNumbers([Original, Changed]);

    internal override Type View => typeof(AdversarialExampleView);

    /// <summary>What stands below the three images.</summary>
    internal IReadOnlyList<IReadOnlyList<ImageText>> Lines =>
        [Wrapped(Before.Captions), Wrapped([new ImageText(Strength, "faint")]), Wrapped(After.Captions)];

    internal double ColorBarTop => 24 + Side + 16 + (Lines.Max(captions => captions.Count) * 18);

    internal double BarsTop => ColorBarTop + ColorBarView.Height + 4;

    /// <summary>
    /// How much stronger the perturbation is drawn than it is: its largest change has the full colour, which would be a change by 1.
    /// </summary>
    private string Strength
    {
        get
        {
            if (LargestChange == 0)
                return "no pixel is changed";
            var times = 1 / LargestChange;
            return $"shown {NumberFormat.Value(times >= 10 ? Math.Round(times) : Math.Round(times, 1))} times as strong";
        }
    }

    private static IReadOnlyList<ImageText> Wrapped(IReadOnlyList<ImageText> captions) =>
        [.. captions.SelectMany(caption => caption.Within(148, 2))];
}
