namespace Inkling.Figures.Drawing;

/// <summary>The width of text, estimated for the wider of the usual fonts, so that text fits with any of them.</summary>
internal static class TextLayout
{
    /// <summary>The size of ordinary text, in units.</summary>
    public const double TextSize = 14;

    /// <summary>The size of a title, in units.</summary>
    public const double TitleSize = 17;

    /// <summary>The size of small text, in units.</summary>
    public const double SmallSize = 11.5;

    /// <summary>The width of bold text relative to that of ordinary text.</summary>
    public const double BoldFactor = 1.1;

    /// <summary>Estimates the width of a text, in units.</summary>
    public static double Width(string text, double size = TextSize) => text.Sum(WidthOf) * size;

    /// <summary>Breaks a text into lines of at most a width; a word that is longer than a line is broken.</summary>
    public static IReadOnlyList<string> Wrap(string text, double width, double size = TextSize)
    {
        var lines = new List<string>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && Width($"{lines[^1]} {word}", size) <= width)
            {
                lines[^1] += $" {word}";
                continue;
            }

            var rest = word;
            for (var length = Fitting(rest, width, size); length < rest.Length; length = Fitting(rest, width, size))
            {
                lines.Add(rest[..length]);
                rest = rest[length..];
            }

            lines.Add(rest);
        }

        return lines;
    }

    /// <summary>Breaks a bold text into as few lines as possible, of about the same length.</summary>
    public static IReadOnlyList<string> WrapTitle(string text, double width, double size)
    {
        var lines = Wrap(text, width, size * BoldFactor);
        for (var narrower = width - size; narrower > width / 2; narrower -= size)
        {
            var balanced = Wrap(text, narrower, size * BoldFactor);
            if (balanced.Count > lines.Count)
                break;
            lines = balanced;
        }

        return lines;
    }

    /// <summary>Truncates a text that is wider than a width, with an ellipsis.</summary>
    public static string Shorten(string text, double width, double size = TextSize) =>
        Width(text, size) <= width + 0.01 ? text : text[..Fitting(text, width - size, size)].TrimEnd() + "…";

    private static int Fitting(string text, double width, double size)
    {
        var length = 0;
        for (var taken = 0.0; length < text.Length; length++)
        {
            taken += WidthOf(text[length]) * size;
            if (taken > width)
                break;
        }

        // At least one character, and never half of a surrogate pair.
        length = Math.Max(length, 1);
        return length < text.Length && char.IsLowSurrogate(text[length]) ? length + 1 : length;
    }

    // The width of a character relative to the size of the text.
    private static double WidthOf(char letter) => letter switch
    {
        'i' or 'j' or 'l' or '.' or ',' or ':' or ';' or '\'' or '|' or '!' or ' ' => 0.34,
        'f' or 'r' or 't' or 'I' or '(' or ')' or '[' or ']' or '-' or '/' or '"' => 0.43,
        'm' or 'w' or 'M' or 'W' or '%' or '@' => 0.95,
        >= 'A' and <= 'Z' => 0.72,
        < '\u2E80' => 0.63,
        _ => 1,
    };
}
