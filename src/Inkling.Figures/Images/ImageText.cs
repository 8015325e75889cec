using Inkling.Figures.Drawing;

namespace Inkling.Figures.Images;

/// <summary>A line below an image. What does not fit is cut; the whole words are where the pointer rests.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Class">right, wrong, faint or nothing.</param>
internal readonly record struct ImageText(string Text, string Class = "")
{
    /// <summary>What was read and, where that is wrong, what it is: on one line, or for longer names on two.</summary>
    public static IReadOnlyList<ImageText> Outcome(string read, string? label)
    {
        if (label is null)
            return [new ImageText($"read {read}")];
        if (read == label)
            return [new ImageText($"✓ {read}", "correct")];
        return read.Length + label.Length <= 4
            ? [new ImageText($"✗ read {read}, is {label}", "incorrect")]
            : [new ImageText($"✗ read {read},", "incorrect"), new ImageText($"is {label}", "incorrect")];
    }

    /// <summary>How many values of images are NaN, and the colour that these have; empty if none are.</summary>
    public static string NotNumbers(IReadOnlyList<Raster> images)
    {
        var count = images.Sum(image => image.NotNumbers);
        return count == 0 ? "" : $"{TextFormat.Count(count, "value")} {(count == 1 ? "is not a number" : "are not numbers")}: amber.";
    }

    /// <summary>The words in at most so many lines of a width; an ellipsis where not even a letter has room.</summary>
    public IEnumerable<ImageText> Within(double width, int lines)
    {
        var wrapped = TextLayout.Wrap(Text, width);
        foreach (var (i, line) in wrapped.Take(lines).Index())
        {
            var text = i == lines - 1 && wrapped.Count > lines ? TextLayout.Shorten($"{line} {wrapped[i + 1]}", width) : line;
            yield return this with { Text = TextLayout.Width(text) > width + 0.01 ? "…" : text };
        }
    }
}
