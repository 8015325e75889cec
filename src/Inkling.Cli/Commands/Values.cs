using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using Inkling.Data;
using Inkling.Optim;

namespace Inkling.Cli.Commands;

/// <summary>
/// Options whose values are checked when they are read, each with a message that says what was given and what is expected.
/// </summary>
internal static class Values
{
    /// <summary>A whole number within bounds.</summary>
    public static Option<T?> Whole<T>(string name, string description, T least, T most) where T : struct, IBinaryInteger<T> =>
        Create<T?>(name, description, (string text, out T? value) =>
        {
            var isWhole = IsWhole(text, least, most, out var number);
            value = number;
            return isWhole;
        }, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most:N0}"));

    /// <summary>Whole numbers within bounds: 16,64,256.</summary>
    public static Option<T[]> Wholes<T>(string name, string description, T least, T most) where T : struct, IBinaryInteger<T> => List(
        name,
        description,
        (string text, out T value) => IsWhole(text, least, most, out value),
        string.Create(CultureInfo.InvariantCulture, $"whole numbers from {least} to {most:N0}"));

    /// <summary>A number above zero.</summary>
    public static Option<float?> Positive(string name, string description) =>
        Create<float?>(name, description, (string text, out float? value) =>
    {
        var isPositive = IsPositive(text, out var number);
        value = number;
        return isPositive;
    }, "a number above 0");

    /// <summary>A share of something: above 0, below 1.</summary>
    public static Option<float?> Share(string name, string description) =>
        Create<float?>(name, description, (string text, out float? value) =>
    {
        var isShare = IsPositive(text, out var number) && number < 1;
        value = number;
        return isShare;
    }, "a number above 0 and below 1");

    /// <summary>Numbers above zero: 0.001,0.01,0.1.</summary>
    public static Option<float[]> Positives(string name, string description) =>
        List<float>(name, description, IsPositive, "numbers above 0");

    /// <summary>A number from 0, or from above 0, to 1.</summary>
    public static Option<float?> UpToOne(string name, string description, bool zero) =>
        Create<float?>(name, description, (string text, out float? value) =>
        {
            var isNumber = float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
            value = number;
            return isNumber && number <= 1 && (zero ? number >= 0 : number > 0);
        }, zero ? "a number from 0 to 1" : "a number above 0, at most 1");

    /// <summary>One of some words.</summary>
    public static Option<string> OneOf(string name, string description, IReadOnlyCollection<string> words)
    {
        var option = Create(name, description, (string text, out string value) =>
        {
            value = text;
            return words.Contains(text);
        }, "one of: " + string.Join(", ", words));
        option.HelpName = string.Join("|", words);
        return option;
    }

    /// <summary>One value of an enumeration, by its name in kebab case.</summary>
    public static Option<T?> OneOf<T>(string name, string description) where T : struct, Enum
    {
        var option = Create(name, description, (string text, out T? value) =>
        {
            var isKnown = KebabCase.TryParse<T>(text, out var kind);
            value = kind;
            return isKnown;
        }, "one of: " + string.Join(", ", KebabCase.Names<T>()));
        option.HelpName = string.Join("|", KebabCase.Names<T>());
        return option;
    }

    /// <summary>Some values of an enumeration, by their names in kebab case: sgd,adam.</summary>
    public static Option<T[]> SomeOf<T>(string name, string description) where T : struct, Enum
    {
        var option = List<T>(name, description, KebabCase.TryParse, "some of: " + string.Join(", ", KebabCase.Names<T>()));
        option.HelpName = "A,B,...";
        return option;
    }

    /// <summary>The text of a value as it is given on the command line.</summary>
    public static string? Shown(object value) => value switch
    {
        OptimizerKind kind => KebabCase.Of(kind),
        ScheduleKind kind => KebabCase.Of(kind),
        AugmentationKind kind => KebabCase.Of(kind),
        _ => value.ToString(),
    };

    /// <summary>Text that is not empty.</summary>
    public static Option<string> Text(string name, string description, string shownAs)
    {
        var option = Create(name, description, (string text, out string value) =>
        {
            value = text;
            return !string.IsNullOrWhiteSpace(text);
        }, "a text that is not empty");
        option.HelpName = shownAs;
        return option;
    }

    /// <summary>Yes, when it is given.</summary>
    public static Option<bool> Switch(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.Zero };

    private delegate bool Reader<T>(string text, out T value);

    private static bool IsWhole<T>(string text, T least, T most, out T value) where T : struct, IBinaryInteger<T> =>
        T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= least && value <= most;

    private static bool IsPositive(string text, out float value) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value > 0 && float.IsFinite(value);

    /// <summary>Values with commas between them, at least one and each once.</summary>
    private static Option<T[]> List<T>(string name, string description, Reader<T> read, string expected)
    {
        var option = Create(name, description, (string text, out T[] values) =>
        {
            var parts = text.Split(',', StringSplitOptions.TrimEntries);
            values = new T[parts.Length];
            var isList = true;
            for (var i = 0; i < parts.Length; i++)
                isList &= read(parts[i], out values[i]);
            return isList && values.Distinct().Count() == values.Length;
        }, $"{expected}; each once, with commas between them");
        option.HelpName = "N,N,...";
        return option;
    }

    private static Option<T> Create<T>(string name, string description, Reader<T> read, string expected) => new(name)
    {
        Description = description,
        Arity = ArgumentArity.ExactlyOne,
        HelpName = "N",
        CustomParser = result =>
        {
            var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
            if (read(text, out var value))
                return value;
            result.AddError($"{name} {text}: expected {expected}");
            return default;
        },
    };
}
