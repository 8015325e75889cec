using Inkling.Figures.Drawing;
using Inkling.Models;

namespace Inkling.Figures.Images;

/// <summary>A line below an image. What does not fit is truncated; the tooltip has the whole text.</summary>
/// <param name="Text">The text.</param>
/// <param name="Class">Classes of <see cref="Theme.Css"/>: correct, incorrect, faint or none.</param>
internal readonly record struct ImageText(string Text, string Class = "")
{
    /// <summary>The predicted class, for a misclassified image the label, and the confidence.</summary>
    public static IReadOnlyList<ImageText> Captions(Prediction prediction) =>
        [.. Outcome(prediction), new ImageText(prediction.ConfidenceText(), "faint")];

    /// <summary>How many values of images are NaN, and the colour that these have; empty if none are.</summary>
    public static string NotNumbers(IReadOnlyList<Raster> images)
    {
        var count = images.Sum(image => image.NotNumbers);
        return count == 0 ? "" : $"{TextFormat.Count(count, "value")} {(count == 1 ? "is NaN" : "are NaN")}: amber.";
    }

    /// <summary>Breaks the text into at most so many lines of a width; an ellipsis where not even one character fits.</summary>
    public IEnumerable<ImageText> Within(double width, int lines)
    {
        var wrapped = TextLayout.Wrap(Text, width);
        foreach (var (i, line) in wrapped.Take(lines).Index())
        {
            var text = i == lines - 1 && wrapped.Count > lines ? TextLayout.Shorten($"{line} {wrapped[i + 1]}", width) : line;
            yield return this with { Text = TextLayout.Width(text) > width + 0.01 ? "…" : text };
        }
    }

    // On one line, or for longer names on two.
    private static IReadOnlyList<ImageText> Outcome(Prediction prediction)
    {
        var (predicted, label) = (prediction.Predicted(), prediction.LabelName);
        return prediction.IsCorrect switch
        {
            null => [new ImageText($"predicted {predicted}")],
            true => [new ImageText($"✓ {predicted}", "correct")],
            false when predicted.Length + label!.Length <= 4 => [new ImageText($"✗ {predicted}, label {label}", "incorrect")],
            false => [new ImageText($"✗ {predicted},", "incorrect"), new ImageText($"label {label}", "incorrect")],
        };
    }
}
