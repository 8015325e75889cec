using System.Text.Json;
using Inkling.Cli.Output;
using Inkling.Training;

namespace Inkling.Cli.Sweeps;

/// <summary>The result of a sweep as JSON. A number that does not exist, such as the loss of a run that diverged, is null.</summary>
internal static class SweepJson
{
    public static void Write(Utf8JsonWriter json, SweepPlan plan, IReadOnlyList<SweepRun> runs, double seconds, string? folder)
    {
        json.WriteStartObject();
        json.WriteString("model", plan.Sweep.Common.Model);
        json.WriteString("data", plan.Data.Name);
        json.WriteNumber("train_images", plan.Train.Count);
        json.WriteNumber("valid_images", plan.Validation.Count);
        json.WriteNumber("combinations", plan.Combinations.Count);
        json.WriteNumber("threads", Compute.Threads);
        json.WriteNumber("seconds", seconds);
        if (folder is not null)
            json.WriteString("out", folder);
        if (runs.Count < plan.Combinations.Count)
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
        WriteHyperParameters(json, run.HyperParameters, plan);
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
        WriteHyperParameters(json, group.HyperParameters, plan, "seed");
        json.WriteNumber("runs", group.Runs.Count);
        json.WriteFinite("valid_loss", group.ValidLoss);
        json.WriteFinite("accuracy", group.Accuracy);
        json.WriteFinite("spread", group.Spread);
        json.WriteFinite("gain", group.Gain);
        json.WriteEndObject();
    }

    private static void WriteHyperParameters(
        Utf8JsonWriter json, HyperParameters hyperParameters, SweepPlan plan, string? except = null)
    {
        foreach (var setting in HyperParameters.Settings.Where(setting => setting.Name != except))
            setting.Write(json, hyperParameters with { DataSize = hyperParameters.DataSize ?? plan.Train.Count });
    }
}
