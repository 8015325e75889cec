using System.Text;

namespace Inkling.Formats;

/// <summary>Creates the exceptions for content that violates its format: one line that begins with the name of the file.</summary>
internal static class FormatError
{
    private const int LongestQuote = 60;

    /// <summary>Creates the exception for a file.</summary>
    public static InvalidDataException In(string name, string whatIsWrong) => new($"{name}: {whatIsWrong}");

    /// <summary>Creates the exception for a file, with its cause.</summary>
    public static InvalidDataException In(string name, string whatIsWrong, Exception cause) => new($"{name}: {whatIsWrong}", cause);

    /// <summary>Quotes text from a file for one line of a message: shortened, with <see cref="ControlCharacters"/> escaped.</summary>
    public static string Quote(string text) => $"'{Plain(text)}'";

    /// <summary>As <see cref="Quote"/>, without the quotation marks.</summary>
    public static string Plain(string text)
    {
        var length = Math.Min(text.Length, LongestQuote);
        if (length < text.Length && char.IsHighSurrogate(text[length - 1]))
            length--;
        return ControlCharacters.Escape(text[..length]) + (length < text.Length ? "..." : "");
    }

    /// <summary>Formats numbers of a file for a message, shortened: "[64, 784]".</summary>
    public static string List<T>(IReadOnlyList<T> values) => $"[{string.Join(", ", values.Take(8))}{(values.Count > 8 ? ", ..." : "")}]";

    /// <summary>Formats bytes for a message: "3C 68 74 6D".</summary>
    public static string Hex(ReadOnlySpan<byte> bytes)
    {
        var shown = new StringBuilder();
        foreach (var value in bytes)
            shown.Append(shown.Length == 0 ? "" : " ").Append(value.ToString("X2"));
        return shown.ToString();
    }

    /// <summary>Determines whether content begins as an HTML page does, which a failed download often leaves in place of data.</summary>
    public static bool LooksLikeHtml(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("\uFEFF"u8))
            start = start[3..];
        start = start.TrimStart(" \t\r\n"u8);
        return start.Length >= 2 && start[0] == '<' && (start[1] is (byte)'!' or (byte)'?' || char.IsAsciiLetter((char)start[1]));
    }
}
