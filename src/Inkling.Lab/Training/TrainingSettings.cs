using System.Web;
using Inkling.Data;
using Inkling.Formats;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Lab.Training;

/// <summary>What the page "Train" trains, and how. The address of the page holds all of it.</summary>
public sealed record TrainingSettings
{
    private static readonly (int TrainCount, int TestCount) MostGenerated = (60_000, 10_000);

    /// <summary>Gets the descriptions of all settings: the names in the address and on the page.</summary>
    public static SettingTable<TrainingSettings> Table { get; } = CreateTable();

    /// <summary>Gets the images to train on: "mnist", "handwriting", a folder or file of the server, or dropped files.</summary>
    public required string Data { get; init; }

    /// <summary>Gets the most training images and the most test images; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Gets the hyper-parameters.</summary>
    public required HyperParameters HyperParameters { get; init; }

    /// <summary>Gets the command that trains the same network.</summary>
    public string Command => $"inkling train {Table.ToOptions(this with { Data = Source }, Shell.Quoted)}";

    /// <summary>Gets whether the images are those of files that were dropped onto the page; see <see cref="DroppedData"/>.</summary>
    public bool IsDropped => Data.StartsWith(DroppedData.Prefix, StringComparison.Ordinal);

    /// <summary>Gets the images to train on as a program finds them: dropped files by their name, in the current folder.</summary>
    internal string Source => IsDropped ? Data[DroppedData.Prefix.Length..] : Data;

    /// <summary>Gets the query of the address that has these settings, such as "?data=mnist&amp;model=mlp".</summary>
    public string Query => QueryOf(Table);

    /// <summary>Gets settings with the values that an address has.</summary>
    /// <param name="query">The query of the address, with or without a question mark.</param>
    /// <param name="defaults">The values that hold where the address has none.</param>
    /// <exception cref="ArgumentException">A setting does not exist, or its value is not permitted; the message says what is.</exception>
    public static TrainingSettings Parse(string query, TrainingSettings defaults)
    {
        var given = HttpUtility.ParseQueryString(query);
        if (given.AllKeys.FirstOrDefault(name => Table.All(setting => setting.Name != name)) is { } unknown)
        {
            throw new ArgumentException(
                $"there is no setting '{unknown}', expected one of: {string.Join(", ", Table.Select(setting => setting.Name))}");
        }

        var settings = Table.Aggregate(
            defaults, (result, setting) => given[setting.Name] is { } text ? setting.Set(result, setting.Convert(text)) : result);
        settings.HyperParameters.Check();
        return settings;
    }

    /// <summary>Gets these settings with the default of one.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="defaults">The values that hold where none is given.</param>
    internal TrainingSettings Without(Setting<TrainingSettings> setting, TrainingSettings defaults) =>
        Parse(QueryOf(Table.Where(other => other != setting)), defaults);

    private TrainingSettings WithRecipe(string model) => this with { HyperParameters = HyperParameters.For(model) };

    private string QueryOf(IEnumerable<Setting<TrainingSettings>> settings) => "?" + string.Join('&', settings
        .Where(setting => setting.Get(this) is not null)
        .Select(setting => $"{setting.Name}={Uri.EscapeDataString(setting.Format(setting.Get(this)!))}"));

    /// <summary>Gets the settings that the network has: those for which its recipe has a value, and those of every network.</summary>
    internal IEnumerable<Setting<TrainingSettings>> Applicable => Table.Where(setting =>
        setting.Get(WithRecipe(HyperParameters.Model)) is not null
        || ModelCatalog.Names.All(model => setting.Get(WithRecipe(model)) is null));

    /// <summary>Gets the classes of the images that the network is for; null for all.</summary>
    internal IReadOnlyList<string>? Classes => ModelCatalog.Find(HyperParameters.Model).Classes;

    /// <summary>Gets the number of training images to generate, so that as many as the limit are of the network's classes.</summary>
    public int GeneratedTrainCount => Math.Min(Generated ?? MostGenerated.TrainCount, MostGenerated.TrainCount);

    /// <summary>Gets the number of test images to generate.</summary>
    public int GeneratedTestCount => Math.Min(Generated ?? MostGenerated.TestCount, MostGenerated.TestCount);

    private int? Generated => Limit is { } most ? (int)Math.Min(most * 10L / (Classes?.Count ?? 10), MostGenerated.TrainCount) : null;

    /// <summary>Takes the images that are trained on out of those of the source: of the network's classes, as many as the limit.</summary>
    /// <exception cref="ArgumentException">There are fewer images than a setting asks for; the message names it.</exception>
    internal DigitData Select(DigitData data)
    {
        if (Classes is { } classes)
            data = data.Only([.. classes]);
        if (Limit is { } most)
            data = data with { Train = data.Train.Take(most), Test = data.Test.Take(most) };
        var count = data.Train.Count;
        if (HyperParameters.DataSize > count)
            throw new ArgumentException($"data-size {HyperParameters.DataSize}: expected at most {count}, the number of training images");
        count = HyperParameters.DataSize ?? count;
        return HyperParameters.BatchSize <= count
            ? data
            : throw new ArgumentException(
                $"batch-size {HyperParameters.BatchSize}: expected at most {count}, the number of training images");
    }

    private static SettingTable<TrainingSettings> CreateTable()
    {
        var table = new SettingTable<TrainingSettings>
        {
            {
                "data", "The images to train on", ValueRange.Text, settings => settings.Data,
                (settings, data) => settings with { Data = data }
            },
            {
                "limit", "Use the first N training images and the first N test images only", ValueRange.Whole(1, int.MaxValue),
                settings => settings.Limit, (settings, limit) => settings with { Limit = limit }
            },
        };
        foreach (var setting in HyperParameters.Settings)
        {
            table.Add(setting.Within<TrainingSettings>(
                settings => settings.HyperParameters,
                (settings, hyperParameters) => settings with { HyperParameters = hyperParameters }));
        }

        return table;
    }
}
