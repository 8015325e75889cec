namespace Inkling.Cli.Tests;

/// <summary>A run that tests share: trained once, on few digits, in ./runs and with --json.</summary>
public sealed class TrainedRun : IDisposable
{
    public TrainedRun() => Training = Program.Run(
        "train", "--data", "handwriting", "--limit", "4000", "--optimizer", "adam", "--seed", "3", "--threads", "2", "--json");

    internal Program Program { get; } = new();

    internal Outcome Training { get; }

    internal string Run => Training.Json.GetProperty("run").GetString()!;

    internal string Model => Path.Combine(Run, "model.safetensors");

    public void Dispose() => Program.Dispose();
}
