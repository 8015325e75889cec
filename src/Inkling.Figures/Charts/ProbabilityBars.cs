using Inkling.Figures.Drawing;

namespace Inkling.Figures.Charts;

/// <summary>
/// The probability of every class for one image. The class that was read stands out: green where it is the right one, red where it is not,
/// blue where the right
/// one is not known. <see cref="ProbabilityBarsView"/> can stand in other figures too, beside the image.
/// </summary>
public sealed class ProbabilityBars : Figure
{
    private readonly float[] _probabilities;

    /// <summary>The bars of one image.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="classes">The names of the classes.</param>
    /// <param name="probabilities">The probability of each class, 0 to 1; one that is not a number is shown as such.</param>
    /// <param name="actual">The class that is right, where it is known.</param>
    /// <exception cref="ArgumentException">There is no class, or not one probability for each.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The right class is not one of them.</exception>
    public ProbabilityBars(string title, IReadOnlyList<string> classes, ReadOnlySpan<float> probabilities, int? actual = null)
        : base(title)
    {
        if (classes.Count == 0 || probabilities.Length != classes.Count)
        {
            throw new ArgumentException(
                $"ProbabilityBars: {probabilities.Length} probabilities, expected one for each of {classes.Count} classes, of which there is one at least", nameof(probabilities));
        }

        if (actual is { } right && (uint)right >= (uint)classes.Count)
            throw new ArgumentOutOfRangeException(nameof(actual), actual, $"ProbabilityBars: class {right} is not one of {classes.Count}");
        (Classes, _probabilities, Actual) = (classes, probabilities.ToArray(), actual);
        Predicted = _probabilities.Any(float.IsNaN) ? null : Array.IndexOf(_probabilities, _probabilities.Max());
    }

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The class that is right, where it is known.</summary>
    public int? Actual { get; }

    /// <summary>The class that was read: the first of the most probable ones; none where a probability is not a number.</summary>
    public int? Predicted { get; }

    /// <summary>Units across, at least 160: 480 is a figure of its own, and less fits beside an image.</summary>
    public double Across { get; init; } = 480;

    /// <inheritdoc/>
    public override string Description
    {
        get
        {
            if (Predicted is not { } predicted)
                return "The probabilities are not numbers.";
            var verdict = Actual is not { } actual ? "" : actual == predicted
                ? ", which is right"
                : $", which is wrong: it is {Classes[actual]}, given {NumberFormat.Percent(_probabilities[actual])}";
            var others = Enumerable.Range(0, Classes.Count).Where(i => i != predicted).OrderByDescending(i => _probabilities[i]).Take(2)
                .Where(i => _probabilities[i] >= 0.0005 && i != Actual)
                    .Select(i => $"{Classes[i]} ({NumberFormat.Percent(_probabilities[i])})").ToList();
            return $"Read as {Classes[predicted]} with {NumberFormat.Percent(_probabilities[predicted])}{verdict}."
                + (others.Count > 0 ? $" Next: {string.Join(", ", others)}." : "");
        }
    }

    internal override double Width => Across;

    internal override double BodyHeight => BarRows.HeightOf(Classes.Count, 1) + 8;

    internal override Type View => typeof(ProbabilityBarsView);

    internal float Probability(int index) => _probabilities[index];

    /// <summary>The colour of a class: only the one that was read has one.</summary>
    internal string Color(int index) => index != Predicted ? "neutral" : Actual is null ? "c0" : Actual == Predicted ? "correct" : "incorrect";
}
