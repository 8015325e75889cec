using System.Text;

namespace Inkling;

/// <summary>
/// Names of enumeration values in kebab case, as the command line and configuration files write them: <c>OneCycle</c> is "one-cycle",
/// <c>AdamW</c> is "adamw".
/// </summary>
public static class KebabCase
{
    /// <summary>Gets the name of a value.</summary>
    public static string Of<T>(T value) where T : struct, Enum
    {
        var name = value.ToString();
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            // A word begins where a capital stands between lower-case letters: acronyms such as the W of AdamW are no words.
            if (i > 0 && i + 1 < name.Length && char.IsUpper(name[i]) && char.IsLower(name[i - 1]) && char.IsLower(name[i + 1]))
                text.Append('-');
            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    /// <summary>Gets the names of all values, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> Names<T>() where T : struct, Enum => [.. Enum.GetValues<T>().Select(Of)];

    /// <summary>Gets the value of a name.</summary>
    /// <returns>Whether there is such a name; case counts.</returns>
    public static bool TryParse<T>(string? name, out T value) where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (Of(candidate) == name)
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Gets the value of a name.</summary>
    /// <exception cref="ArgumentException">There is no such name; the message lists those that exist.</exception>
    public static T Parse<T>(string name) where T : struct, Enum => TryParse<T>(name, out var value)
        ? value
        : throw new ArgumentException(
                $"there is no {typeof(T).Name} '{name}', expected one of: {string.Join(", ", Names<T>())}", nameof(name));
}
