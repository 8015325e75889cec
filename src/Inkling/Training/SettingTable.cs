using System.Collections;
using System.Text.Json;

namespace Inkling.Training;

/// <summary>The settings of a record, a row for each: the one place where a setting is described.</summary>
/// <typeparam name="TRecord">The type of the record.</typeparam>
public sealed class SettingTable<TRecord> : IEnumerable<Setting<TRecord>>
{
    private readonly List<Setting<TRecord>> _settings = [];

    /// <summary>Gets a setting by its name.</summary>
    /// <exception cref="ArgumentException">There is none of that name; the message lists those that exist.</exception>
    public Setting<TRecord> this[string name] => _settings.Find(setting => setting.Name == name) ?? throw new ArgumentException(
        $"there is no setting '{name}', expected one of: {string.Join(", ", _settings.Select(setting => setting.Name))}", nameof(name));

    /// <summary>Adds a row.</summary>
    public void Add(Setting<TRecord> setting) => _settings.Add(setting);

    /// <summary>Adds a row.</summary>
    /// <param name="name">The name in kebab case.</param>
    /// <param name="description">What the setting is, in a few words.</param>
    /// <param name="range">The permitted values.</param>
    /// <param name="get">Gets the value of a record; null where it has none.</param>
    /// <param name="set">Gets a record with another value.</param>
    public void Add<T>(
        string name, string description, ValueRange<T> range, Func<TRecord, object?> get, Func<TRecord, T, TRecord> set)
        where T : notnull => Add(Setting<TRecord>.Of(name, description, range, get, set));

    /// <summary>Writes the values of a record as properties of the JSON object that is being written.</summary>
    public void Write(Utf8JsonWriter json, TRecord record)
    {
        foreach (var setting in _settings)
            setting.Write(json, record);
    }

    /// <summary>Reads the properties of a JSON object over those of a record.</summary>
    /// <exception cref="FormatException">A value is not permitted; the message says what is expected.</exception>
    public TRecord Read(JsonElement json, TRecord record) =>
        _settings.Aggregate(record, (read, setting) => setting.Read(json, read));

    /// <summary>Checks that every value of a record is permitted.</summary>
    /// <exception cref="ArgumentException">One is not; the message says what is expected.</exception>
    public void Check(TRecord record)
    {
        foreach (var setting in _settings)
            _ = setting.Get(record) is { } value ? setting.Convert(value) : null;
    }

    /// <summary>Gets the values of a record as options of a command line: "--epochs 3 --batch-size 64".</summary>
    /// <param name="record">The record.</param>
    /// <param name="quote">Quotes a value for a shell; null where no value needs it.</param>
    public string ToOptions(TRecord record, Func<string, string>? quote = null) => string.Join(' ',
        from setting in _settings
        let value = setting.Get(record)
        where value is not null
        let text = setting.Format(value)
        select $"--{setting.Name} {quote?.Invoke(text) ?? text}");

    /// <summary>Gets the settings in their order.</summary>
    public IEnumerator<Setting<TRecord>> GetEnumerator() => _settings.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
