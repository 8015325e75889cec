namespace Inkling.Cli.Output;

/// <summary>Words as a shell takes them.</summary>
internal static class Shell
{
    /// <summary>The word, in quotes where a shell would take it for something else.</summary>
    public static string Quoted(string word) => word.Length == 0
        || word.Any(character => !char.IsAsciiLetterOrDigit(character) && !"/.-_".Contains(character))
        ? $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'"
        : word;
}
