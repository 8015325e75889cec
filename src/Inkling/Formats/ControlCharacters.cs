using System.Buffers;
using System.Text;

namespace Inkling.Formats;

/// <summary>
/// Makes text from elsewhere safe to show: the characters that steer a terminal, reverse a line, end it or are not valid in XML become the
/// escape sequences of C#.
/// </summary>
public static class ControlCharacters
{
    // C0 and DEL, C1, the controls of bidirectional text, line and paragraph separator, non-characters, surrogates (checked for pairs).
    private static readonly SearchValues<char> Suspects = SearchValues.Create(
    [
        .. Range(0, 0x1F), .. Range(0x7F, 0x9F), '\u061C', '\u200E', '\u200F', .. Range(0x2028, 0x202E), .. Range(0x2066, 0x2069),
        '\uFFFE', '\uFFFF', .. Range(0xD800, 0xDFFF),
    ]);

    /// <summary>
    /// Escapes control characters, line ends, separators, the controls of bidirectional text, non-characters and unpaired surrogates:
    /// <c>\n</c>, <c>\x1B</c>, <c>\u202E</c>. Backslashes stay as they are, so that the escaped text is to be read, not parsed.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <returns>The escaped text.</returns>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.AsSpan().ContainsAny(Suspects))
            return text;
        var escaped = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (!Suspects.Contains(character))
                escaped.Append(character);
            else if (i + 1 < text.Length && char.IsSurrogatePair(character, text[i + 1]))
                escaped.Append(text, i++, 2);
            else
                escaped.Append(Sequence(character));
        }

        return escaped.ToString();
    }

    private static string Sequence(char character) => character switch
    {
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        < '\u0100' => $@"\x{(int)character:X2}",
        _ => $@"\u{(int)character:X4}",
    };

    private static IEnumerable<char> Range(int first, int last) => Enumerable.Range(first, last - first + 1).Select(code => (char)code);
}
