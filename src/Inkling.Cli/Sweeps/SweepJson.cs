using System.Text.Json;
using Inkling.Cli.Commands;
using Inkling.Cli.Output;
using Inkling.Training;

namespace Inkling.Cli.Sweeps;

/// <summary>The result of a sweep for programs. A number that there is not, as the loss of a run that diverged, is null.</summary>
internal static class SweepJson
{
    public static void Write(Utf8JsonWriter json, SweepPlan plan, IReadOnlyList<SweepRun> runs, double seconds, string? folder)
    {
        json.WriteStartObject();
        json.WriteString("model", plan.Sweep.Plain.Model);
        json.WriteString("data", plan.Data.Name);
        json.WriteNumber("train_images", plan.Train.Count);
        json.WriteNumber("valid_images", plan.Validation.Count);
        json.WriteNumber("combinations", plan.Settings.Count);
        json.WriteNumber("threads", Compute.Threads);
        json.WriteNumber("seconds", seconds);
        if (folder is not null)
            json.WriteString("out", folder);
        if (runs.Count < plan.Settings.Count)
            json.WriteBoolean("stopped", true);
        json.WriteStartArray("runs");
        foreach (var run in runs)
            WriteRun(json, run, plan);
        json.WriteEndArray();
        json.WriteStartArray("settings");
        foreach (var group in SweepGroup.Of(runs))
            WriteGroup(json, group, plan);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRun(Utf8JsonWriter json, SweepRun run, SweepPlan plan)
    {
        json.WriteStartObject();
        json.WriteNumber("run", run.Number);
        WriteSettings(json, run.Settings, plan);
        json.WriteNumber("seed", run.Settings.Seed);
        json.WriteFinite("train_loss", run.TrainLoss);
        json.WriteFinite("valid_loss", run.ValidLoss);
        json.WriteFinite("accuracy", run.Accuracy);
        json.WriteNumber("seconds", run.Seconds);
        json.WriteString("curve", run.Curve.Name);
        json.WriteString("curve_reason", run.Curve.Reason);
        json.WriteBoolean("overfitting", run.Overfitting.IsOverfitting);
        if (run.Divergence is { } divergence)
            json.WriteNumber("diverged_at_step", divergence.Step);
        json.WriteStartArray("epochs");
        foreach (var epoch in run.Recorder.Epochs)
        {
            json.WriteStartObject();
            json.WriteNumber("epoch", epoch.Epoch);
            json.WriteFinite("train_loss", epoch.TrainLoss);
            json.WriteFinite("valid_loss", epoch.ValidLoss);
            json.WriteFinite("train_accuracy", epoch.TrainAccuracy);
            json.WriteNumber("accuracy", epoch.Metrics[0]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteGroup(Utf8JsonWriter json, SweepGroup group, SweepPlan plan)
    {
        json.WriteStartObject();
        WriteSettings(json, group.Settings, plan);
        json.WriteNumber("runs", group.Runs.Count);
        json.WriteFinite("valid_loss", group.ValidLoss);
        json.WriteFinite("accuracy", group.Accuracy);
        json.WriteFinite("spread", group.Spread);
        json.WriteFinite("against_the_first", group.Gain);
        json.WriteEndObject();
    }

    private static void WriteSettings(Utf8JsonWriter json, TrainingSettings settings, SweepPlan plan)
    {
        json.WriteString("optimizer", KebabCase.Of(settings.Optimizer));
        json.WriteNumber("lr", settings.LearningRate);
        json.WriteNumber("batch_size", settings.BatchSize);
        if (settings.Hidden is { } hidden)
            json.WriteNumber("hidden", hidden);
        else
            json.WriteNull("hidden");
        json.WriteNumber("data_size", settings.DataSize ?? plan.Train.Count);
        json.WriteString("augmentation", KebabCase.Of(settings.Augmentation));
        json.WriteString("schedule", KebabCase.Of(settings.Schedule));
    }
}
