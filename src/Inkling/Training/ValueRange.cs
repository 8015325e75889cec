using System.Globalization;
using System.Numerics;

namespace Inkling.Training;

/// <summary>Parses the text form of a value.</summary>
/// <returns>Whether the text is a permitted value.</returns>
public delegate bool TryParse<T>(string text, out T value);

/// <summary>The permitted values of a setting, and their text form: <see cref="Format"/> and <see cref="TryParse"/> are inverse.</summary>
/// <param name="expected">What the values are, to be read after "expected": "a whole number from 1 to 10".</param>
/// <param name="parse">Parses the text form; false for what is not permitted.</param>
/// <param name="format">Gives the text form; null for that of the invariant culture.</param>
/// <param name="choices">The text forms of all values where these are few; else none.</param>
public sealed class ValueRange<T>(
    string expected, TryParse<T> parse, Func<T, string>? format = null, IReadOnlyList<string>? choices = null) where T : notnull
{
    /// <summary>Gets what the values are, to be read after "expected".</summary>
    public string Expected { get; } = expected;

    /// <summary>Gets the text forms of all values where these are few; else none.</summary>
    public IReadOnlyList<string> Choices { get; } = choices ?? [];

    /// <summary>Parses the text form of a value.</summary>
    /// <returns>Whether the text is a permitted value.</returns>
    public bool TryParse(string text, out T value) => parse(text, out value);

    /// <summary>Gets the text form of a value, independent of the culture.</summary>
    public string Format(T value) => format?.Invoke(value) ?? Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    /// <summary>Gets whether a value is permitted.</summary>
    public bool Contains(T value) => parse(Format(value), out _);
}

/// <summary>The ranges that settings have.</summary>
public static class ValueRange
{
    /// <summary>Numbers above 0.</summary>
    public static ValueRange<float> Positive { get; } = Numbers("a number above 0", number => number > 0);

    /// <summary>Numbers from 0.</summary>
    public static ValueRange<float> NotNegative { get; } = Numbers("a number from 0", number => number >= 0);

    /// <summary>Numbers above 0 and below 1.</summary>
    public static ValueRange<float> Fraction { get; } = Numbers("a number above 0 and below 1", number => number is > 0 and < 1);

    /// <summary>Numbers from 0, below 1.</summary>
    public static ValueRange<float> Probability { get; } = Numbers("a number from 0, below 1", number => number is >= 0 and < 1);

    /// <summary>Numbers from 0 to 1.</summary>
    public static ValueRange<float> UnitInterval { get; } = Numbers("a number from 0 to 1", number => number is >= 0 and <= 1);

    /// <summary>Numbers above 0, at most 1.</summary>
    public static ValueRange<float> PositiveUnitInterval { get; } =
        Numbers("a number above 0, at most 1", number => number is > 0 and <= 1);

    /// <summary>Text with a character that is not white space.</summary>
    public static ValueRange<string> Text { get; } = new("a text that is not empty", (string text, out string value) =>
    {
        value = text;
        return !string.IsNullOrWhiteSpace(text);
    });

    /// <summary>Whole numbers from <paramref name="min"/> to <paramref name="max"/>, both included.</summary>
    public static ValueRange<T> Whole<T>(T min, T max) where T : IBinaryInteger<T> => new(
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}"),
        (string text, out T value) =>
            T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value!) && value >= min && value <= max);

    /// <summary>Some names.</summary>
    public static ValueRange<string> OneOf(params IReadOnlyList<string> names) => new(
        "one of: " + string.Join(", ", names),
        (string text, out string value) =>
        {
            value = text;
            return names.Contains(text);
        },
        choices: names);

    /// <summary>The values of an enum, by their names in kebab case.</summary>
    public static ValueRange<T> OneOf<T>() where T : struct, Enum
    {
        var names = KebabCase.Names<T>();
        return new("one of: " + string.Join(", ", names), KebabCase.TryParse, KebabCase.Of, names);
    }

    private static ValueRange<float> Numbers(string expected, Predicate<float> isPermitted) => new(
        expected,
        (string text, out float value) =>
            float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value)
            && isPermitted(value));
}
