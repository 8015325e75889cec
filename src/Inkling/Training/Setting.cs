using System.Globalization;
using System.Text.Json;

namespace Inkling.Training;

/// <summary>
/// Describes one property of a record of settings: its name, its range and its text form. Command-line options, JSON files and the columns
/// of tables are derived from it.
/// </summary>
/// <typeparam name="TRecord">The type of the record.</typeparam>
public sealed class Setting<TRecord>
{
    private readonly Type _type;
    private readonly Func<TRecord, object?> _get;
    private readonly Func<TRecord, object, TRecord> _set;
    private readonly Func<string, object?> _parse;
    private readonly Func<object, string> _format;

    private Setting(
        string name, string description, string expected, IReadOnlyList<string> choices, Type type, Func<TRecord, object?> get,
        Func<TRecord, object, TRecord> set, Func<string, object?> parse, Func<object, string> format)
    {
        (Name, Description, Expected, Choices) = (name, description, expected, choices);
        (_type, _get, _set, _parse, _format) = (type, get, set, parse, format);
    }

    /// <summary>Gets the name in kebab case: "batch-size".</summary>
    public string Name { get; }

    /// <summary>Gets the key in JSON and CSV files: "batch_size".</summary>
    public string Key => Name.Replace('-', '_');

    /// <summary>Gets what the setting is, in a few words.</summary>
    public string Description { get; }

    /// <summary>Gets what its values are, to be read after "expected".</summary>
    public string Expected { get; }

    /// <summary>Gets the text forms of its values where these are few; else none.</summary>
    public IReadOnlyList<string> Choices { get; }

    /// <summary>Gets whether its values are numbers.</summary>
    public bool IsNumber => _type.IsPrimitive;

    /// <summary>Gets the value of a record; null where it has none.</summary>
    public object? Get(TRecord record) => _get(record);

    /// <summary>Gets a record with another value.</summary>
    /// <param name="record">The record.</param>
    /// <param name="value">A value of the setting's type.</param>
    public TRecord Set(TRecord record, object value) => _set(record, value);

    /// <summary>Gets the text form of a value of the setting's type.</summary>
    public string Format(object value) => _format(value);

    /// <summary>Parses the text form of a value.</summary>
    /// <returns>A value of the setting's type; null where the text is no permitted value.</returns>
    public object? Parse(string text) => _parse(text);

    /// <summary>Converts a value of the setting's type, a number or a text to a permitted value.</summary>
    /// <exception cref="ArgumentException">The value is not permitted; the message says what is expected.</exception>
    public object Convert(object value)
    {
        var text = value.GetType() == _type ? Format(value) : System.Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return Parse(text) ?? throw new ArgumentException($"{Name} {text}: expected {Expected}");
    }

    /// <summary>Writes the value of a record as a property; null where it has none.</summary>
    public void Write(Utf8JsonWriter json, TRecord record)
    {
        json.WritePropertyName(Key);
        if (Get(record) is not { } value)
            json.WriteNullValue();
        else if (IsNumber)
            json.WriteRawValue(Format(value));
        else
            json.WriteStringValue(Format(value));
    }

    /// <summary>Reads the property of a JSON object; where it is missing or null the record stays as it is.</summary>
    /// <exception cref="FormatException">The value is not permitted; the message says what is expected.</exception>
    public TRecord Read(JsonElement json, TRecord record)
    {
        if (!json.TryGetProperty(Key, out var property) || property.ValueKind == JsonValueKind.Null)
            return record;
        var isOfKind = property.ValueKind == (IsNumber ? JsonValueKind.Number : JsonValueKind.String);
        return isOfKind && Parse(IsNumber ? property.GetRawText() : property.GetString()!) is { } value
            ? Set(record, value)
            : throw new FormatException($"{Key} is {property.GetRawText()}, expected {Expected}");
    }

    /// <summary>Gets the same setting of a record that contains this one's.</summary>
    /// <param name="get">Gets the contained record.</param>
    /// <param name="set">Replaces the contained record.</param>
    public Setting<TOuter> Within<TOuter>(Func<TOuter, TRecord> get, Func<TOuter, TRecord, TOuter> set) => new(
        Name, Description, Expected, Choices, _type,
        outer => _get(get(outer)), (outer, value) => set(outer, _set(get(outer), value)), _parse, _format);

    /// <summary>Describes a property.</summary>
    /// <param name="name">The name in kebab case.</param>
    /// <param name="description">What the setting is, in a few words.</param>
    /// <param name="range">The permitted values.</param>
    /// <param name="get">Gets the value of a record; null where it has none.</param>
    /// <param name="set">Gets a record with another value.</param>
    internal static Setting<TRecord> Of<T>(
        string name, string description, ValueRange<T> range, Func<TRecord, object?> get, Func<TRecord, T, TRecord> set)
        where T : notnull => new(
            name, description, range.Expected, range.Choices, typeof(T), get, (record, value) => set(record, (T)value),
            text => range.TryParse(text, out var value) ? value : null, value => range.Format((T)value));
}
