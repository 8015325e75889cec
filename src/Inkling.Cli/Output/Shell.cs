namespace Inkling.Cli.Output;

/// <summary>Words as a shell parses them.</summary>
internal static class Shell
{
    /// <summary>The word, in quotes where it has characters that are special to a shell.</summary>
    public static string Quoted(string word) => word.Length == 0
        || word.Any(character => !char.IsAsciiLetterOrDigit(character) && !"/.-_".Contains(character))
        ? $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'"
        : word;
}
