using System.Collections.Concurrent;

namespace Inkling.Soak;

/// <summary>What a training leaves when nothing disturbs it.</summary>
/// <param name="Model">The bytes of model.safetensors.</param>
/// <param name="Metrics">The rows of metrics.csv without the times.</param>
/// <param name="Steps">The rows of steps.csv.</param>
/// <param name="Evaluation">What <c>evaluate --json</c> prints of it, without the name of the file.</param>
internal sealed record Undisturbed(byte[] Model, Table Metrics, Table Steps, string Evaluation)
{
    /// <summary>The arguments after the run of the evaluation.</summary>
    public static readonly string[] EvaluationOptions = ["--limit", "200", "--json"];

    /// <summary>Removes the line with the name of the file from what <c>evaluate --json</c> prints.</summary>
    public static string WithoutFile(string json) => string.Join(
        '\n', json.Split('\n').Where(line => !line.TrimStart().StartsWith("\"file\":", StringComparison.Ordinal)));
}

/// <summary>The undisturbed trainings, each made when it is first needed.</summary>
internal sealed class UndisturbedRuns(TestProgram program)
{
    private readonly ConcurrentDictionary<(TrainingCase Case, int Seed, int Epochs), Lazy<Undisturbed>> _runs = new();

    public Undisturbed Of(TrainingCase training, int seed, int epochs) =>
        _runs.GetOrAdd((training, seed, epochs), key => new Lazy<Undisturbed>(() => Train(key.Case, key.Seed, key.Epochs))).Value;

    private Undisturbed Train(TrainingCase training, int seed, int epochs)
    {
        var run = program["undisturbed", $"{training.Name}-{seed}-{epochs}"];
        Succeeding(["train", .. training.Options, "--seed", $"{seed}", "--epochs", $"{epochs}", "--out", run]);
        var evaluation = Succeeding(["evaluate", run, .. Undisturbed.EvaluationOptions]);
        var result = new Undisturbed(
            File.ReadAllBytes(Path.Combine(run, "model.safetensors")), Table.Read(Path.Combine(run, "metrics.csv")),
            Table.Read(Path.Combine(run, "steps.csv")), Undisturbed.WithoutFile(evaluation.Output));
        Directory.Delete(run, recursive: true);
        return result;
    }

    private Outcome Succeeding(string[] arguments)
    {
        var outcome = program.Run(arguments);
        outcome.ExitCode.ShouldBe(0, $"undisturbed {string.Join(' ', arguments)}: {outcome.Error}");
        return outcome;
    }
}
