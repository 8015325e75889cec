using System.Text.Json;
using Inkling.Cli.Commands;
using Inkling.Cli.Output;
using Inkling.Data;
using Inkling.Formats;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Cli.Runs;

/// <summary>Everything that is needed to repeat a run: the content of config.json.</summary>
internal sealed record RunConfig
{
    private const int MaximumBytes = 1 << 20;

    // A name that is there twice would hide what the run was trained with.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The settings that the result depends on, besides the data.</summary>
    public static SettingTable<RunConfig> Settings { get; } = [.. HyperParameters.Settings.Select(InRun), .. OfRun()];

    /// <summary>The settings that do not change the result.</summary>
    public static SettingTable<RunConfig> Execution { get; } = new()
    {
        {
            "threads", "The number of threads", ValueRange.Whole(1, CommonOptions.MaxThreads),
            config => config.Threads, (config, threads) => config with { Threads = threads }
        },
        {
            "checkpoint-every", "The number of steps between two checkpoints within an epoch; each epoch ends with one anyway",
            ValueRange.Whole(1, int.MaxValue), config => config.CheckpointEvery, (config, steps) => config with { CheckpointEvery = steps }
        },
    };

    /// <summary>Where the run was started: the bits of the result depend on the arithmetic, and may depend on the version.</summary>
    public static SettingTable<RunConfig> Origin { get; } = new()
    {
        {
            "arithmetic", "How multiply-adds are rounded", ValueRange.OneOf<ArithmeticKind>(),
            config => config.Arithmetic, (config, kind) => config with { Arithmetic = kind }
        },
        {
            "vector-bits", "The width of vectors", ValueRange.Whole(1, int.MaxValue),
            config => config.VectorBits, (config, bits) => config with { VectorBits = bits }
        },
        {
            "inkling", "The version of the program", ValueRange.Text,
            config => config.Inkling, (config, version) => config with { Inkling = version }
        },
    };

    /// <summary>The version of this program.</summary>
    public static string Version { get; } = typeof(HyperParameters).Assembly.GetName().Version?.ToString(3) ?? "unknown";

    public required HyperParameters HyperParameters { get; init; }

    /// <summary>The value of --data, with an absolute path; where it was not given, what was used then.</summary>
    public string Source { get; init; } = "";

    /// <summary>The maximum number of training images and of test images; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>
    /// The fraction of the training images that is held out for validation, above 0 and below 1; null where the test images are used.
    /// </summary>
    public float? ValidationSplit { get; init; }

    public int Threads { get; init; } = Compute.Threads;

    /// <summary>The number of steps between two checkpoints within an epoch; null for none.</summary>
    public int? CheckpointEvery { get; init; }

    public ArithmeticKind Arithmetic { get; init; } = Compute.Arithmetic;

    public int VectorBits { get; init; } = Compute.VectorBits;

    /// <summary>The version of the program that started the run.</summary>
    public string Inkling { get; init; } = Version;

    /// <summary>Gets whether the number of epochs may change when the run is resumed.</summary>
    public bool AllowsOtherEpochs => !HyperParameters.CreateSchedule(stepsPerEpoch: 1).DependsOnTotalSteps;

    /// <summary>Gets what each checkpoint of the run holds of its configuration, by the keys of config.json.</summary>
    public IEnumerable<(string Key, string Value)> InCheckpoint => Settings.Concat(Origin)
        .Select(setting => (setting.Key, setting.Get(this) is { } value ? setting.Format(value) : "none"));

    /// <summary>Gets the hyper-parameters besides the model: "optimizer sgd, lr 0.1, ...".</summary>
    public string Summary => string.Join(", ", HyperParameters.Settings
        .Where(setting => setting.Name != "model" && setting.Get(HyperParameters) is not null)
        .Select(setting => $"{setting.Name} {setting.Format(setting.Get(HyperParameters)!)}"));

    /// <summary>Gets the command that trains the same network again.</summary>
    public string Command =>
        $"inkling train --data {Shell.Quoted(Source)} {Settings.ToOptions(this)} --threads {Threads}";

    /// <summary>Gets the command that trains on all images of a source.</summary>
    public static string CommandOf(string source, HyperParameters hyperParameters) =>
        $"inkling train --data {Shell.Quoted(source)} {HyperParameters.Settings.ToOptions(hyperParameters)}";

    /// <summary>Writes config.json.</summary>
    public void Write(Utf8JsonWriter json, RunImages images)
    {
        var data = images.Data;
        json.WriteStartObject();
        Settings.Write(json, this);
        Execution.Write(json, this);
        json.WriteStartObject("data");
        json.WriteString("source", Source);
        json.WriteString("name", data.Name);
        json.WriteString("location", data.Origin.Location);
        json.WriteString("verification", data.Origin.Verification);
        json.WriteNumber("train_images", images.Train.Count);
        if (images.HeldOut is { } heldOut)
            json.WriteNumber("valid_images", heldOut.Count);
        json.WriteNumber("test_images", data.Test.Count);
        json.WriteEndObject();
        Origin.Write(json, this);
        json.WriteString("command", Command);
        json.WriteEndObject();
    }

    /// <summary>
    /// Reads the config.json of a run. A value that is missing, such as one that an earlier version did not write, is that of the model's
    /// recipe, or of this machine.
    /// </summary>
    /// <exception cref="CliException">There is no such run.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static RunConfig Read(string runFolder) => Parse(RunFolder.ConfigIn(runFolder), json =>
    {
        var defaults = new RunConfig { HyperParameters = HyperParameters.For(ModelCatalog.Names.First()), Source = SourceIn(json) };
        if (!json.TryGetProperty("model", out _))
            throw new FormatException("model is missing");
        var config = Origin.Read(json, Execution.Read(json, Settings.Read(json, defaults)));
        config.HyperParameters.Check();
        return config;
    });

    private static RunConfig Parse(string path, Func<JsonElement, RunConfig> read)
    {
        try
        {
            using var json = JsonDocument.Parse(RegularFile.ReadAllBytes(path, MaximumBytes), Strict);
            return read(json.RootElement);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}: not readable JSON", error);
        }
        catch (Exception error) when (error is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path}: not the settings of a run ({error.Message})", error);
        }
    }

    private static string SourceIn(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object)
            throw new FormatException("data is missing or is not an object");
        return data.TryGetProperty("source", out var source) && source.ValueKind == JsonValueKind.String
            && source.GetString() is { } text && !string.IsNullOrWhiteSpace(text)
            ? text
            : throw new FormatException("source is missing or is not a text");
    }

    private static Setting<RunConfig> InRun(Setting<HyperParameters> setting) => setting.Within<RunConfig>(
        config => config.HyperParameters, (config, hyperParameters) => config with { HyperParameters = hyperParameters });

    private static SettingTable<RunConfig> OfRun() => new()
    {
        {
            "validation-split", "Validate on this fraction of the training images, held out, and not on the test images",
            ValueRange.Fraction, config => config.ValidationSplit, (config, split) => config with { ValidationSplit = split }
        },
        {
            "limit", "Use the first N training images and the first N test images only", ValueRange.Whole(1, int.MaxValue),
            config => config.Limit, (config, limit) => config with { Limit = limit }
        },
    };
}
