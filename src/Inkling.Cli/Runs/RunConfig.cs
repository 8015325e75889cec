using System.Globalization;
using System.Text.Json;
using Inkling.Cli.Output;
using Inkling.Data;
using Inkling.Models;
using Inkling.Optim;
using Inkling.Training;

namespace Inkling.Cli.Runs;

/// <summary>Everything that is needed to repeat a run.</summary>
internal sealed record RunConfig
{
    private const string WholeNumber = "a whole number";

    /// <summary>What was trained, and how.</summary>
    public required TrainingSettings Settings { get; init; }

    /// <summary>What --data was, with paths made absolute; where it was left out, what was taken then.</summary>
    public required string Source { get; init; }

    public required int Threads { get; init; }

    public required int? Limit { get; init; }

    /// <summary>
    /// The share of the training images that is held out to measure on, above 0 and below 1; null where the test images are measured on.
    /// </summary>
    public float? ValidationSplit { get; init; }

    /// <summary>Steps between two checkpoints within an epoch; null for none.</summary>
    public int? CheckpointEvery { get; init; }

    public static string Version { get; } = typeof(DataSources).Assembly.GetName().Version?.ToString(3) ?? "unknown";

    /// <summary>Writes config.json.</summary>
    public void Write(Utf8JsonWriter json, RunImages images)
    {
        var data = images.Data;
        json.WriteStartObject();
        json.WriteString("model", Settings.Model);
        WriteOptional(json, "hidden", Settings.Hidden);
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
        json.WriteNumber("epochs", Settings.Epochs);
        json.WriteNumber("batch_size", Settings.BatchSize);
        json.WriteNumber("lr", Settings.LearningRate);
        json.WriteString("optimizer", KebabCase.Of(Settings.Optimizer));
        json.WriteString("schedule", KebabCase.Of(Settings.Schedule));
        json.WriteString("augmentation", KebabCase.Of(Settings.Augmentation));
        json.WriteNumber("seed", Settings.Seed);
        WriteOptional(json, "data_size", Settings.DataSize);
        json.WriteNumber("threads", Threads);
        WriteOptional(json, "limit", Limit);
        WriteOptional(json, "validation_split", ValidationSplit);
        WriteOptional(json, "checkpoint_every", CheckpointEvery);
        json.WriteNumber("vector_bits", Compute.VectorBits);
        json.WriteString("inkling", Version);
        json.WriteString("command", Command);
        json.WriteEndObject();
    }

    /// <summary>What trains the same network again.</summary>
    public string Command
    {
        get
        {
            var split = ValidationSplit is { } share ? string.Create(CultureInfo.InvariantCulture, $" --validation-split {share}") : "";
            return $"{CommandOf(Source, Settings)}{split} --threads {Threads}{(Limit is { } limit ? $" --limit {limit}" : "")}";
        }
    }

    /// <summary>What trains with some settings on all images of a source.</summary>
    public static string CommandOf(string source, TrainingSettings settings) =>
        $"inkling train --data {Shell.Quoted(source)} {OptionsOf(settings)}";

    /// <summary>The options of inkling train that stand for settings.</summary>
    private static string OptionsOf(TrainingSettings settings)
    {
        var hidden = settings.Hidden is { } units ? $" --hidden {units}" : "";
        var rate = settings.LearningRate.ToString(CultureInfo.InvariantCulture);
        return $"--model {settings.Model}{hidden} --epochs {settings.Epochs} --batch-size {settings.BatchSize} --lr {rate} --optimizer {KebabCase.Of(settings.Optimizer)} "
            + $"--schedule {KebabCase.Of(settings.Schedule)} --augmentation {KebabCase.Of(settings.Augmentation)} --seed {settings.Seed}"
            + (settings.DataSize is { } size ? $" --data-size {size}" : "");
    }

    /// <summary>The settings of a run.</summary>
    /// <exception cref="CliException">There is no such run.</exception>
    /// <exception cref="InvalidDataException">Its config.json is damaged.</exception>
    public static RunConfig Read(string runFolder)
    {
        var path = Path.Combine(runFolder, RunFolder.ConfigName);
        if (!Directory.Exists(runFolder))
            throw new CliException($"{runFolder}: there is no such run folder");
        if (!File.Exists(path))
            throw new CliException($"{runFolder}: no {RunFolder.ConfigName} in it, expected the folder of a run");
        return Parse(path, json => new RunConfig
        {
            Source = SourceIn(json),
            Settings = SettingsIn(json),
            Threads = Setting(json, "threads", WholeNumber, value => value.GetInt32()),
            Limit = ReadOptional(json, "limit"),
            ValidationSplit = ReadShare(json, "validation_split"),
            CheckpointEvery = ReadOptional(json, "checkpoint_every"),
        });
    }

    /// <summary>The data that a run was trained on, from its config.json; null where there is none.</summary>
    /// <exception cref="InvalidDataException">The file is not JSON, or does not say.</exception>
    public static string? ReadSource(string runFolder)
    {
        var path = Path.Combine(runFolder, RunFolder.ConfigName);
        return File.Exists(path) ? Parse(path, SourceIn) : null;
    }

    private static T Parse<T>(string path, Func<JsonElement, T> read)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return read(json.RootElement);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}: not readable JSON", error);
        }
        catch (FormatException error)
        {
            throw new InvalidDataException($"{path}: not the settings of a run ({error.Message})", error);
        }
    }

    private static TrainingSettings SettingsIn(JsonElement json)
    {
        var name = Text(json, "model");
        if (!ModelCatalog.Names.Contains(name))
            throw new FormatException($"model {name}");
        var recipe = ModelCatalog.Find(name);
        var settings = new TrainingSettings
        {
            Model = name,
            Hidden = ReadOptional(json, "hidden") ?? recipe.Hidden,
            Epochs = Setting(json, "epochs", WholeNumber, value => value.GetInt32()),
            BatchSize = Setting(json, "batch_size", WholeNumber, value => value.GetInt32()),
            LearningRate = Setting(json, "lr", "a number", value => value.GetSingle()),
            Optimizer = Kind<OptimizerKind>(json, "optimizer"),
            Schedule = Kind<ScheduleKind>(json, "schedule"),

            // A run from before there was a choice has its network's.
            Augmentation = json.TryGetProperty("augmentation", out _) ? Kind<AugmentationKind>(json, "augmentation") : recipe.Augmentation,
            Seed = Setting(json, "seed", "a whole number from 0", value => value.GetUInt64()),
            DataSize = ReadOptional(json, "data_size"),
        };
        try
        {
            settings.Check();
            return settings;
        }
        catch (ArgumentException error)
        {
            throw new FormatException(error.Message, error);
        }
    }

    private static string SourceIn(JsonElement json) => Text(Setting(json, "data", "an object", value => value), "source");

    private static string Text(JsonElement json, string name) =>
        Setting(json, name, "a text", value => value.GetString()) ?? throw new FormatException($"{name} is null, expected a text");

    private static T Kind<T>(JsonElement json, string name) where T : struct, Enum =>
        KebabCase.TryParse<T>(Text(json, name), out var kind)
            ? kind
            : throw new FormatException($"{name} is '{Text(json, name)}', expected one of: {string.Join(", ", KebabCase.Names<T>())}");

    private static int? ReadOptional(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? Setting(json, name, WholeNumber, number => number.GetInt32())
            : null;

    private static float? ReadShare(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        var share = Setting(json, name, "a number", number => number.GetSingle());
        return share is > 0 and < 1 ? share : throw new FormatException($"{name} is {share}, expected above 0 and below 1");
    }

    /// <summary>One setting; what is missing or of another kind is named.</summary>
    private static T Setting<T>(JsonElement json, string name, string expected, Func<JsonElement, T> read)
    {
        try
        {
            return read(json.GetProperty(name));
        }
        catch (Exception error) when (error is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new FormatException($"{name} is missing or is not {expected}", error);
        }
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, float? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}
