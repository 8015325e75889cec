using System.Globalization;
using System.Text.Json;
using Inkling.Data;
using Inkling.Models;

namespace Inkling.Cli.Runs;

/// <summary>Everything that is needed to repeat a run.</summary>
internal sealed record RunConfig
{
    private const string WholeNumber = "a whole number";

    public required string Model { get; init; }

    /// <summary>What --data was, with paths made absolute; where it was left out, what was taken then.</summary>
    public required string Source { get; init; }

    public required int Epochs { get; init; }

    public required int BatchSize { get; init; }

    public required float LearningRate { get; init; }

    public required string Optimizer { get; init; }

    public required string Schedule { get; init; }

    public required ulong Seed { get; init; }

    public required int Threads { get; init; }

    public required int? Limit { get; init; }

    /// <summary>Steps between two checkpoints within an epoch; null for none.</summary>
    public int? CheckpointEvery { get; init; }

    public static string Version { get; } = typeof(DataSources).Assembly.GetName().Version?.ToString(3) ?? "unknown";

    /// <summary>The learning rate where none is given.</summary>
    public static float DefaultRate(ModelRecipe recipe, string optimizer) =>
        optimizer == recipe.Optimizer ? recipe.LearningRate : optimizer switch { "sgd" => 0.1f, "momentum" => 0.05f, _ => 1e-3f };

    /// <summary>Writes config.json.</summary>
    public void Write(Utf8JsonWriter json, DigitData data)
    {
        json.WriteStartObject();
        json.WriteString("model", Model);
        json.WriteStartObject("data");
        json.WriteString("source", Source);
        json.WriteString("name", data.Name);
        json.WriteString("location", data.Origin.Location);
        json.WriteString("verification", data.Origin.Verification);
        json.WriteNumber("train_images", data.Train.Count);
        json.WriteNumber("test_images", data.Test.Count);
        json.WriteEndObject();
        json.WriteNumber("epochs", Epochs);
        json.WriteNumber("batch_size", BatchSize);
        json.WriteNumber("lr", LearningRate);
        json.WriteString("optimizer", Optimizer);
        json.WriteString("schedule", Schedule);
        json.WriteNumber("seed", Seed);
        json.WriteNumber("threads", Threads);
        WriteOptional(json, "limit", Limit);
        WriteOptional(json, "checkpoint_every", CheckpointEvery);
        json.WriteNumber("vector_bits", Compute.VectorBits);
        json.WriteString("inkling", Version);
        json.WriteString("command", Command);
        json.WriteEndObject();
    }

    private string Command
    {
        get
        {
            var source = Source.Any(character => !char.IsAsciiLetterOrDigit(character) && !"/.-_".Contains(character))
                ? $"'{Source.Replace("'", "'\\''", StringComparison.Ordinal)}'"
                : Source;
            var rate = LearningRate.ToString(CultureInfo.InvariantCulture);
            return $"inkling train --model {Model} --data {source} --epochs {Epochs} --batch-size {BatchSize} --lr {rate} --optimizer {Optimizer} "
                + $"--schedule {Schedule} --seed {Seed} --threads {Threads}{(Limit is { } limit ? $" --limit {limit}" : "")}";
        }
    }

    /// <summary>The settings of a run.</summary>
    /// <exception cref="FailureException">There is no such run.</exception>
    /// <exception cref="InvalidDataException">Its config.json is damaged.</exception>
    public static RunConfig Read(string runFolder)
    {
        var path = Path.Combine(runFolder, RunFolder.ConfigName);
        if (!Directory.Exists(runFolder))
            throw new FailureException($"{runFolder}: there is no such run folder");
        if (!File.Exists(path))
            throw new FailureException($"{runFolder}: no {RunFolder.ConfigName} in it, expected the folder of a run");
        return Parse(path, json => new RunConfig
        {
            Model = ModelCatalog.Names.Contains(Text(json, "model")) ? Text(json, "model") : throw new FormatException($"model {Text(json, "model")}"),
            Source = SourceIn(json),
            Epochs = Positive(json, "epochs"),
            BatchSize = Positive(json, "batch_size"),
            LearningRate = Setting(json, "lr", "a number", value => value.GetSingle()) is > 0 and var rate ? rate : throw new FormatException("lr is not above 0"),
            Optimizer = Text(json, "optimizer"),
            Schedule = Text(json, "schedule"),
            Seed = Setting(json, "seed", "a whole number from 0", value => value.GetUInt64()),
            Threads = Setting(json, "threads", WholeNumber, value => value.GetInt32()),
            Limit = ReadOptional(json, "limit"),
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

    private static string SourceIn(JsonElement json) => Text(Setting(json, "data", "an object", value => value), "source");

    private static string Text(JsonElement json, string name) =>
        Setting(json, name, "a text", value => value.GetString()) ?? throw new FormatException($"{name} is null, expected a text");

    private static int Positive(JsonElement json, string name) =>
        Setting(json, name, WholeNumber, value => value.GetInt32()) is > 0 and var number ? number : throw new FormatException($"{name} is not above 0");

    private static int? ReadOptional(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? Setting(json, name, WholeNumber, number => number.GetInt32())
            : null;

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
}
