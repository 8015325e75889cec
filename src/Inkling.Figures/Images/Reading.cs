using Inkling.Figures.Charts;
using Inkling.Figures.Drawing;

namespace Inkling.Figures.Images;

/// <summary>The probabilities that a model gives to the classes of one image, and what it is.</summary>
public sealed class Reading
{
    /// <summary>What a model made of an image.</summary>
    /// <param name="classNames">The name of each class, at least one.</param>
    /// <param name="probabilities">The probability of each class, 0 to 1.</param>
    /// <param name="label">The class that the image is, if it is known.</param>
    /// <exception cref="ArgumentException">There are not as many probabilities as names, or the class is not one of them.</exception>
    public Reading(IReadOnlyList<string> classNames, ReadOnlySpan<float> probabilities, int? label = null)
    {
        Half = new ProbabilityBars("Probabilities", classNames, probabilities, label) { Across = 240 };
        Wide = new ProbabilityBars("Probabilities", classNames, probabilities, label) { Across = 300 };
        Confidence = Half.Predicted is { } read ? probabilities[read] : float.NaN;
    }

    /// <summary>The name of each class.</summary>
    public IReadOnlyList<string> ClassNames => Half.Classes;

    /// <summary>The class that the image is, if it is known.</summary>
    public int? Label => Half.Actual;

    /// <summary>The class that was read: the first of the most probable ones; none where a probability is not a number.</summary>
    public int? Class => Half.Predicted;

    /// <summary>The probability of the class that was read.</summary>
    public float Confidence { get; }

    /// <summary>Its bars, for half of a figure.</summary>
    internal ProbabilityBars Half { get; }

    /// <summary>Its bars, for beside an image.</summary>
    internal ProbabilityBars Wide { get; }

    /// <summary>What was read, in words.</summary>
    internal string Read => Class is { } read ? ClassNames[read] : "nothing";

    /// <summary>right, wrong or nothing: the class of <see cref="Theme.Css"/>.</summary>
    internal string Outcome => Label is null ? "" : Class == Label ? "correct" : "incorrect";

    /// <summary>What was read and what it is, and how sure the model was.</summary>
    internal IReadOnlyList<ImageText> Captions =>
    [
        .. ImageText.Outcome(Read, Label is { } label ? ClassNames[label] : null),
        new ImageText(Class is null ? "not a number" : NumberFormat.Percent(Confidence), "faint"),
    ];

    /// <summary>What was read, what it is and how sure the model was.</summary>
    internal string Sentence => Half.Description;
}
