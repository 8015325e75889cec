using Inkling.Figures.Drawing;

namespace Inkling.Figures.Images;

/// <summary>A line below an image. What does not fit is cut; the whole words are where the pointer rests.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Class">right, wrong, faint or nothing.</param>
internal readonly record struct Caption(string Text, string Class = "")
{
    private const char Ellipsis = '…';

    /// <summary>What was read and, where that is wrong, what it is: on one line, or for longer names on two.</summary>
    public static IReadOnlyList<Caption> Verdict(string read, string? label)
    {
        if (label is null)
            return [new Caption($"read {read}")];
        if (read == label)
            return [new Caption($"✓ {read}", "right")];
        return read.Length + label.Length <= 4
            ? [new Caption($"✗ read {read}, is {label}", "wrong")]
            : [new Caption($"✗ read {read},", "wrong"), new Caption($"is {label}", "wrong")];
    }

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

    /// <summary>A name in one line: of one that does not fit the beginning and the end, for names that begin alike often end differently.</summary>
    public static string Short(string name, double width)
    {
        var most = Math.Max(1, (int)(width / Svg.TextWidth("x")));
        if (name.Length <= most)
            return name;
        var end = (most - 1) / 2;
        var from = name.Length - end;
        return Start(name, most - 1 - end) + Ellipsis + name[(from < name.Length && char.IsLowSurrogate(name[from]) ? from + 1 : from)..];
    }

    /// <summary>The first letters, and never half of one.</summary>
    private static string Start(string line, int letters)
    {
        var end = Math.Min(line.Length, letters);
        return line[..(end > 0 && char.IsHighSurrogate(line[end - 1]) ? end - 1 : end)];
    }
}
