using System.CommandLine;
using Inkling.Training;

namespace Inkling.Cli.Commands;

/// <summary>The options that stand for the settings of a record.</summary>
internal sealed class SettingOptions<TRecord>
{
    private readonly (Setting<TRecord> Setting, Option<object> Option)[] _rows;

    /// <summary>Creates an option for each setting.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="defaults">The records of which one holds where no option is given; the first one where none is chosen.</param>
    public SettingOptions(IEnumerable<Setting<TRecord>> settings, IReadOnlyList<TRecord> defaults) => _rows =
        [.. settings.Select(setting => (setting, Options.Of(setting, setting.Description + Default(setting, defaults))))];

    public IEnumerable<Option> All => _rows.Select(row => row.Option);

    /// <summary>Gets the option of a setting.</summary>
    public Option<object> this[string name] => _rows.First(row => row.Setting.Name == name).Option;

    /// <summary>Gets a record with the values that were given.</summary>
    public TRecord Apply(ParseResult parsed, TRecord record) => _rows.Aggregate(
        record, (result, row) => parsed.GetValue(row.Option) is { } value ? row.Setting.Set(result, value) : result);

    /// <summary>Checks that the values that were given are those of a record.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="record">The record.</param>
    /// <param name="run">The run that was started with the record.</param>
    /// <exception cref="UsageException">One is another.</exception>
    public void CheckUnchanged(ParseResult parsed, TRecord record, string run)
    {
        foreach (var (setting, option) in _rows)
            CheckUnchanged(option, setting.Format, parsed.GetValue(option), setting.Get(record), run);
    }

    /// <summary>Checks that the value that was given for an option, if any, is that of a run.</summary>
    /// <exception cref="UsageException">It is another.</exception>
    public static void CheckUnchanged(Option option, Func<object, string> format, object? given, object? started, string run)
    {
        if (given is null || given.Equals(started))
            return;
        var with = started is null ? $"without {option.Name}" : $"with {option.Name} {format(started)}";
        throw new UsageException($"{option.Name} {format(given)}: {run} was started {with}, expected the same value or a new run");
    }

    private static string Default(Setting<TRecord> setting, IReadOnlyList<TRecord> defaults)
    {
        var (first, others) = (setting.Get(defaults[0]), defaults.Any(record => !Equals(setting.Get(record), setting.Get(defaults[0]))));
        return (first, others) switch
        {
            (null, false) => "",
            (null, true) => " [default: the model's]",
            (_, true) when setting.Name != "model" => $" [default: {setting.Format(first)}, or the model's]",
            _ => $" [default: {setting.Format(first)}]",
        };
    }
}
