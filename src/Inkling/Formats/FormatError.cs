using System.Buffers;
using System.Text;

namespace Inkling.Formats;

/// <summary>The messages about content that is not what its format demands: one line, the file first.</summary>
internal static class FormatError
{
    private const int LongestQuote = 60;

    public static InvalidDataException In(string name, string whatIsWrong) => new($"{name}: {whatIsWrong}");

    public static InvalidDataException In(string name, string whatIsWrong, Exception cause) => new($"{name}: {whatIsWrong}", cause);

    /// <summary>
    /// Text from a file, fit for one line of a message: shortened, control characters and broken surrogates shown as '?'.
    /// </summary>
    public static string Quote(string text)
    {
        var shown = new StringBuilder("'");
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length > LongestQuote)
            {
                shown.Append("...");
                break;
            }

            var isPlain = !Rune.IsControl(rune) && rune != Rune.ReplacementChar && rune.Value is not (0x2028 or 0x2029);
            shown.Append(isPlain ? rune.ToString() : "?");
        }

        return shown.Append('\'').ToString();
    }

    /// <summary>The first bytes of a file, for a message: "3C 68 74 6D".</summary>
    public static string Hex(ReadOnlySpan<byte> bytes)
    {
        var shown = new StringBuilder();
        foreach (var value in bytes)
            shown.Append(shown.Length == 0 ? "" : " ").Append(value.ToString("X2"));
        return shown.ToString();
    }

    /// <summary>Whether content begins as a text does: some bytes of UTF-8, printable or white space.</summary>
    public static bool LooksLikeText(ReadOnlySpan<byte> start)
    {
        while (Rune.DecodeFromUtf8(start, out var rune, out var length) == OperationStatus.Done)
        {
            if (Rune.IsControl(rune) && rune.Value is not ('\t' or '\r' or '\n'))
                return false;
            start = start[length..];
        }

        // What is left is a character that was cut, or no UTF-8.
        return start.Length < 4 && Rune.DecodeFromUtf8(start, out _, out _) == OperationStatus.NeedMoreData;
    }

    /// <summary>Whether content begins as a web page does: what a failed download often leaves in place of data.</summary>
    public static bool LooksLikeHtml(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("\uFEFF"u8))
            start = start[3..];
        start = start.TrimStart(" \t\r\n"u8);
        return start.Length >= 2 && start[0] == '<' && (start[1] is (byte)'!' or (byte)'?' || char.IsAsciiLetter((char)start[1]));
    }
}
