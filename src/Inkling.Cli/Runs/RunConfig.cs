using System.Globalization;
using System.Text.Json;
using Inkling.Data;

namespace Inkling.Cli.Runs;

/// <summary>Everything that is needed to repeat a run.</summary>
internal sealed record RunConfig
{
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

    public static string Version { get; } = typeof(DataSources).Assembly.GetName().Version?.ToString(3) ?? "unknown";

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
        if (Limit is { } limit)
            json.WriteNumber("limit", limit);
        else
            json.WriteNull("limit");
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

    /// <summary>The data that a run was trained on, from its config.json; null where there is none or it does not say.</summary>
    /// <exception cref="InvalidDataException">The file is not JSON.</exception>
    public static string? ReadSource(string runFolder)
    {
        var path = Path.Combine(runFolder, RunFolder.ConfigName);
        if (!File.Exists(path))
            return null;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return json.RootElement.GetProperty("data").GetProperty("source").GetString();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException($"{path}: not the settings of a run ({error.Message})", error);
        }
    }
}
