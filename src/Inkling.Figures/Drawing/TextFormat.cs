namespace Inkling.Figures.Drawing;

/// <summary>Parts of English sentences.</summary>
internal static class TextFormat
{
    /// <summary>A count with its noun: 1 image, 12,345 images.</summary>
    public static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{NumberFormat.Value(count)} {noun}s";

    /// <summary>A number of times: once, 12 times.</summary>
    public static string Times(int count) => count == 1 ? "once" : $"{NumberFormat.Value(count)} times";

    /// <summary>An enumeration: a, b and c.</summary>
    public static string List(IReadOnlyList<string> items) => items.Count < 2
        ? string.Concat(items)
        : $"{string.Join(", ", items.SkipLast(1))} and {items[^1]}";

    /// <summary>The text with its first letter in upper case.</summary>
    public static string Capitalize(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>The text with no-break spaces between numbers and their percent signs.</summary>
    public static string Unbroken(string text) => text.Replace(" %", "\u00a0%", StringComparison.Ordinal);
}
