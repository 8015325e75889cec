using System.CommandLine;

namespace Inkling.Cli;

/// <summary>Suggests the command or option that a mistyped one resembles.</summary>
internal static class Suggestion
{
    private const int MaxDistance = 2;

    /// <summary>Gets ", did you mean train?" for the first token that was not matched; empty where nothing resembles it.</summary>
    public static string For(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens is not [var token, ..])
            return "";
        var command = parsed.CommandResult.Command;
        var nearest = command.Subcommands.Select(known => known.Name).Concat(command.Options.Select(known => known.Name))
            .Where(name => name.StartsWith('-') == token.StartsWith('-') && Math.Abs(name.Length - token.Length) <= MaxDistance)
            .MinBy(name => Distance(token, name));
        return nearest is not null && Distance(token, nearest) <= MaxDistance ? $", did you mean {nearest}?" : "";
    }

    /// <summary>The number of insertions, deletions, replacements and transpositions of neighbours between two words.</summary>
    internal static int Distance(string from, string to)
    {
        // distance[i, j] is that of the first i characters of one to the first j of the other.
        var distance = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    distance[i, j] = i + j;
                    continue;
                }

                var replaced = distance[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                distance[i, j] = Math.Min(replaced, Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    distance[i, j] = Math.Min(distance[i, j], distance[i - 2, j - 2] + 1);
            }
        }

        return distance[from.Length, to.Length];
    }
}
