using System.CommandLine;
using Inkling.Training;

namespace Inkling.Cli.Commands;

/// <summary>Creates options whose values are checked when they are parsed; a message says what was given and what is expected.</summary>
internal static class Options
{
    /// <summary>An option with a value of a range; null where it is not given.</summary>
    public static Option<T?> Of<T>(string name, string description, ValueRange<T> range) where T : struct => Create<T?>(
        name, description, HelpName(range.Choices), range.Expected, text => range.TryParse(text, out var value) ? value : null);

    /// <inheritdoc cref="Of{T}(string, string, ValueRange{T})"/>
    public static Option<string> Of(string name, string description, ValueRange<string> range, string? helpName = null) => Create<string>(
        name, description, helpName ?? HelpName(range.Choices), range.Expected, text => range.TryParse(text, out var value) ? value : null);

    /// <summary>An option with a whole number.</summary>
    public static Option<int?> Whole(string name, string description, int min = 1, int max = int.MaxValue) =>
        Of(name, description, ValueRange.Whole(min, max));

    /// <summary>An option with text that is not empty.</summary>
    public static Option<string> Text(string name, string description, string helpName) =>
        Of(name, description, ValueRange.Text, helpName);

    /// <summary>An option with the name of a file, which ends in one of the given endings: ".svg".</summary>
    public static Option<string> File(string name, string description, string helpName, params string[] endings) => Create(
        name, description, helpName, $"a name that ends in {string.Join(" or ", endings)}",
        text => endings.Contains(Path.GetExtension(text), StringComparer.OrdinalIgnoreCase) ? text : null);

    /// <summary>An option without a value.</summary>
    public static Option<bool> Switch(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.Zero };

    /// <summary>An option with the value of a setting; null where it is not given.</summary>
    public static Option<object> Of<TRecord>(Setting<TRecord> setting, string description) =>
        Create<object>($"--{setting.Name}", description, HelpName(setting.Choices), setting.Expected, setting.Parse);

    /// <summary>An option with a list of values of a setting, each once: 16,64,256. Null where it is not given.</summary>
    public static Option<object[]> ListOf<TRecord>(Setting<TRecord> setting)
    {
        var helpName = setting.Choices is [] ? "N,N,..." : string.Join(',', setting.Choices);
        return Create<object[]>(
            $"--{setting.Name}", setting.Description, helpName, $"{setting.Expected}; several are separated by commas, each once", Parse);

        object[]? Parse(string text)
        {
            var parts = text.Split(',', StringSplitOptions.TrimEntries);
            object[] values = [.. parts.Select(setting.Parse).OfType<object>().Distinct()];
            return values.Length == parts.Length ? values : null;
        }
    }

    private static string HelpName(IReadOnlyList<string> choices) => choices is [] ? "N" : string.Join('|', choices);

    private static Option<T> Create<T>(
        string name, string description, string helpName, string expected, Func<string, T?> parse) => new(name)
        {
            Description = description,
            Arity = ArgumentArity.ExactlyOne,
            HelpName = helpName,
            CustomParser = result =>
            {
                var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
                if (parse(text) is { } value)
                    return value;
                result.AddError($"{name} {text}: expected {expected}");
                return default;
            },
        };
}
