using Inkling.Figures.Drawing;

namespace Inkling.Figures.Images;

/// <summary>A line below an image. What does not fit is cut; the whole words are where the pointer rests.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Class">right, wrong, faint or nothing.</param>
internal readonly record struct Caption(string Text, string Class = "")
{
    private const char Ellipsis = '…';

    /// <summary>The words in at most so many lines of a width.</summary>
    public IEnumerable<Caption> Within(double width, int lines)
    {
        var most = Math.Max(1, (int)(width / Svg.TextWidth("x")));
        var wrapped = Svg.Wrap(Text, width);
        foreach (var (i, line) in wrapped.Take(lines).Index())
        {
            var isCut = line.Length > most || (i == lines - 1 && wrapped.Count > lines);
            yield return this with { Text = isCut ? Start(line, most - 1) + Ellipsis : line };
        }
    }

    /// <summary>The first letters, and never half of one.</summary>
    private static string Start(string line, int letters)
    {
        var end = Math.Min(line.Length, letters);
        return line[..(end > 0 && char.IsHighSurrogate(line[end - 1]) ? end - 1 : end)];
    }
}
