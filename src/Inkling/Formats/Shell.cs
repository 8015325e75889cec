using System.Globalization;
using System.Text;

namespace Inkling.Formats;

/// <summary>Words as a shell parses them.</summary>
public static class Shell
{
    /// <summary>
    /// Gets the word, in quotes where it has characters that are special to a shell; control characters as <c>$'\033'</c>.
    /// </summary>
    public static string Quoted(string word)
    {
        if (ControlCharacters.Escape(word) != word)
            return $"$'{Bytes(word)}'";
        return word.Length == 0 || word.Any(character => !char.IsAsciiLetterOrDigit(character) && !"/.-_".Contains(character))
            ? $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'"
            : word;
    }

    /// <summary>The bytes of UTF-8: printable ASCII, the others escaped.</summary>
    private static string Bytes(string word)
    {
        var text = new StringBuilder();
        foreach (var value in Encoding.UTF8.GetBytes(word))
        {
            if (value is > 0x1F and < 0x7F and not ((byte)'\'' or (byte)'\\'))
                text.Append((char)value);
            else
                text.Append(CultureInfo.InvariantCulture, $"\\{Convert.ToString(value, 8).PadLeft(3, '0')}");
        }

        return text.ToString();
    }
}
