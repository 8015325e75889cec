using Inkling.Figures.Drawing;

namespace Inkling.Figures.Images;

/// <summary>The probabilities that a model gives to the classes of one image.</summary>
public sealed class Reading
{
    /// <summary>What a model made of an image.</summary>
    /// <param name="classNames">The name of each class, at least one.</param>
    /// <param name="probabilities">The probability of each class, 0 to 1.</param>
    /// <param name="label">The class that the image is, if it is known.</param>
    /// <exception cref="ArgumentException">There are not as many probabilities as names, or the class is not one of them.</exception>
    public Reading(IReadOnlyList<string> classNames, ReadOnlySpan<float> probabilities, int? label = null)
    {
        if (classNames.Count == 0 || probabilities.Length != classNames.Count)
            throw new ArgumentException($"Reading: {probabilities.Length} probabilities for {classNames.Count} classes, expected as many, at least 1", nameof(probabilities));
        if (label < 0 || label >= classNames.Count)
            throw new ArgumentOutOfRangeException(nameof(label), label, $"Reading: expected one of {classNames.Count} classes");
        (ClassNames, Probabilities, Label) = (classNames, probabilities.ToArray(), label);
    }

    /// <summary>The name of each class.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The probability of each class, 0 to 1.</summary>
    public IReadOnlyList<float> Probabilities { get; }

    /// <summary>The class that the image is, if it is known.</summary>
    public int? Label { get; }

    /// <summary>The class that was read: the most probable one.</summary>
    public int Class => MostProbable(Probabilities);

    /// <summary>The probability of the class that was read.</summary>
    public double Confidence => Probabilities[Class];

    /// <summary>Whether what was read is what it is; nothing if that is not known.</summary>
    public bool? IsRight => Label is null ? null : Class == Label;

    /// <summary>right, wrong or nothing: the class of <see cref="Theme.Css"/>.</summary>
    internal string Verdict => IsRight switch { true => "right", false => "wrong", _ => "" };

    /// <summary>What was read and what it is, and how sure the model was.</summary>
    internal IReadOnlyList<Caption> Captions =>
        [.. Caption.Verdict(ClassNames[Class], Label is { } label ? ClassNames[label] : null), new Caption(Svg.Percent(Confidence), "faint")];

    /// <summary>What was read, what it is and how sure the model was.</summary>
    internal string Sentence => $"Read {ClassNames[Class]} with confidence {Svg.Percent(Confidence)}"
        + IsRight switch { true => ", which is right.", false => $", but it is {ClassNames[Label!.Value]}.", _ => "." };

    /// <summary>The classes that come next, of those that have a probability worth a word.</summary>
    internal string Others
    {
        get
        {
            var others = Probabilities.Index().Where(other => other.Index != Class && other.Item >= 0.0005f).OrderByDescending(other => other.Item).Take(3).ToList();
            return others.Count == 0 ? "No other class has 0.1 %." : "Then " + string.Join(", ", others.Select(other => $"{ClassNames[other.Index]} {Svg.Percent(other.Item)}")) + ".";
        }
    }

    /// <summary>The first of the largest values; those that are not numbers do not count.</summary>
    internal static int MostProbable(IReadOnlyList<float> values)
    {
        var best = 0;
        for (var i = 1; i < values.Count; i++)
        {
            if (values[i] > values[best] || (float.IsNaN(values[best]) && !float.IsNaN(values[i])))
                best = i;
        }

        return best;
    }
}
