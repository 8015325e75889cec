using System.Text.Json;
using System.Text.RegularExpressions;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Soak;

/// <summary>A run folder: trained, killed, resumed, extended, read, and fought over.</summary>
internal sealed partial class RunEpisode : Episode
{
    private readonly TrainingCase _training;

    // What config.json says when no process runs; null where there is no run.
    private (int Seed, int Epochs)? _config;

    public RunEpisode(Soak soak, string name, RandomStream random, TrainingCase training)
        : base(soak, name, random, training.Megabytes) => _training = training;

    private string ConfigPath => Path.Combine(Target, "config.json");

    private string ModelPath => Path.Combine(Target, "model.safetensors");

    private CheckpointFolder Checkpoints => new(Path.Combine(Target, "checkpoints"));

    private string Limit => _training.Options[Array.IndexOf(_training.Options, "--limit") + 1];

    public override string ToString() => $"a run of {_training.Name}";

    protected override void Tamper()
    {
        switch (Random.Next(8))
        {
            case 0 when Intact() is [var newest, _, ..] && Checkpoints.Files.Count == Intact().Count:
                File.Delete(newest);
                Soak.Journal.Count("newest checkpoint deleted");
                break;
            case 1 when Intact() is [var newest, _, ..]:
                File.WriteAllBytes(newest, File.ReadAllBytes(newest)[..Random.Next((int)new FileInfo(newest).Length)]);
                Soak.Journal.Count("newest checkpoint truncated");
                break;
            case 2 when Directory.Exists(Checkpoints.Path):
                File.WriteAllText(Path.Combine(Checkpoints.Path, ".step-000000001.safetensors.abcdefgh.ijk.tmp"), "cut");
                File.WriteAllText(Path.Combine(Target, ".metrics.csv.abcdefgh.ijk.tmp"), "epoch,");
                Soak.Journal.Count("stray temporary files");
                break;
        }
    }

    protected override Writer NextWriter()
    {
        var (isMisuse, isExtension, seed) = (Random.Next(8) == 0, Random.Next(4) == 0, TrainingCase.Seeds[Random.Next(2)]);
        var epochs = _training.Epochs[Random.Next(_training.Epochs.Length)];
        string[] execution = ["--threads", $"{1 + Random.Next(3)}", "--checkpoint-every", $"{1 + Random.Next(50)}"];
        string[] json = Random.Next(3) == 0 ? ["--json"] : [];
        return (_config, isMisuse) switch
        {
            (null, true) => new Writer(["train", "--resume", Target, .. execution], [1], null),
            (null, false) => new Writer([.. Train(seed, epochs), .. execution, .. json], [0], CheckComplete),
            ({ }, true) when isExtension => new Writer([.. Resume(), .. execution], [1], null, Faults.OtherArithmetic),
            ({ }, true) => new Writer([.. Train(seed, epochs), .. execution], [2], null),
            ({ } config, false) when isExtension => new Writer(
                [.. Resume(), "--epochs", $"{epochs}", .. execution, .. json], epochs < config.Epochs ? [0, 1, 2] : [0], CheckComplete),
            _ => new Writer([.. Resume(), .. execution, .. json], [0], CheckComplete),
        };
    }

    protected override Action? NextCompanion(out bool isWriter)
    {
        var (kind, seed) = (Random.Next(8), TrainingCase.Seeds[Random.Next(2)]);
        var epochs = _training.Epochs[Random.Next(_training.Epochs.Length)];
        var fault = Random.Next(3) == 0 ? Soak.Faults.Next(Random) : Fault.None;
        var report = Beside($"report-{Random.NextUInt64():x}.html");
        isWriter = kind < 3;
        return kind switch
        {
            0 => () => Rival([.. Train(seed, epochs), "--checkpoint-every", "7"]),
            1 => () => Rival(Resume()),
            2 => () => Rival([.. Resume(), "--epochs", $"{epochs}"]),
            3 => () => Read(fault, ["predict", Soak.Picture, "--model", Target, "--json"], null),
            4 or 5 => () => Read(fault, ["evaluate", Target, "--limit", Limit, "--json"], CheckEvaluation),
            _ => () => Read(fault, ["report", Target, "--attack-images", "2", "--json", "--out", report], CheckReport),
        };
    }

    protected override void Watch()
    {
        if (Texts.TryRead(ConfigPath) is { } text)
            _ = Config(text);
    }

    protected override void CheckAtRest()
    {
        // A run that ends before its first checkpoint deletes the folder that it has created.
        if (Texts.TryRead(ConfigPath) is not { } text)
        {
            if (_config is not null || File.Exists(ModelPath) || Checkpoints.Files.Count > 0)
                throw Finding($"{ConfigPath} is gone");
            return;
        }

        _config = Config(text);
        CheckStart("metrics.csv", Expected(_config!.Value.Seed).Metrics);
        CheckStart("steps.csv", Expected(_config!.Value.Seed).Steps);
        if (File.Exists(ModelPath))
            _ = ModelFile.Load(ModelPath);
    }

    protected override void Complete()
    {
        var process = Start(Fault.None, _config is null ? Train(TrainingCase.Seeds[0], _training.Epochs[0]) : Resume());
        process.Finish(0);
        CheckAtRest();
        CheckComplete();
        foreach (var file in Directory.EnumerateFiles(Target, "*.tmp", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.None,
        }))
            throw Finding($"{file} is left after {process.Title}");

        var expected = Soak.Undisturbed.Of(_training, _config!.Value.Seed, _config.Value.Epochs);
        var evaluation = Start(Fault.None, ["evaluate", Target, .. Undisturbed.EvaluationOptions]);
        var outcome = evaluation.Finish(0);
        if (Undisturbed.WithoutFile(outcome.Output) != expected.Evaluation)
            throw evaluation.Finding($"printed {outcome.Output}, expected {expected.Evaluation}", outcome);
        Start(Fault.None, ["predict", Soak.Picture, "--model", Target]).Finish(0);
        Soak.Journal.Count("run equal to the undisturbed one");
    }

    private string[] Train(int seed, int epochs) =>
        ["train", .. _training.Options, "--seed", $"{seed}", "--epochs", $"{epochs}", "--out", Target];

    private string[] Resume() => ["train", "--resume", Target];

    /// <summary>Starts a second writer, which is refused unless the first is not there yet, or not any more.</summary>
    private void Rival(string[] arguments)
    {
        var process = Start(Fault.None, arguments);
        var outcome = process.Finish(0, 1, 2);
        if (outcome.ExitCode is 1 or 2 && !IsOnSmallDisk && !Refusal().IsMatch(outcome.Error))
            throw process.Finding("is not refused as a second writer", outcome);
        Soak.Journal.Count(outcome.ExitCode is 0 ? "second writer after the first" : outcome.Error.Contains("in use")
            ? "second writer refused by the lock"
            : "second writer refused otherwise");
    }

    /// <summary>Starts a reader, which succeeds once there is a model.</summary>
    private void Read(Fault fault, string[] arguments, Action<SoakProcess, Outcome>? check)
    {
        var hasModel = File.Exists(ModelPath) && File.Exists(ConfigPath);
        var process = Start(fault, arguments);
        var outcome = process.Finish(hasModel ? [0] : [0, 1]);
        if (outcome.ExitCode == 1 && !fault.MayFail && !NothingThere().IsMatch(outcome.Error))
            throw process.Finding("does not say that there is no model", outcome);
        if (outcome.ExitCode == 0)
            check?.Invoke(process, outcome);
        Soak.Journal.Count(outcome.ExitCode == 0 ? "read while written" : "nothing to read yet");
    }

    private void CheckEvaluation(SoakProcess process, Outcome outcome)
    {
        if (WasAskedToStop || _training.Options.Contains("--validation-split"))
            return;
        var accuracy = $"{outcome.Json.GetProperty("test_accuracy").GetDouble()}";
        if (!TrainingCase.Seeds.Any(seed => Expected(seed).Metrics.Rows.Any(row => row.Split(',')[4] == accuracy)))
            throw process.Finding($"has an accuracy of {accuracy}, which no epoch has", outcome);
    }

    private void CheckReport(SoakProcess process, Outcome outcome)
    {
        var rows = outcome.Json.GetProperty("epochs").EnumerateArray()
            .Select(epoch => string.Join(',', epoch.EnumerateObject().Take(5).Select(value => value.Value.GetDouble()).Order()))
            .ToArray();
        if (!TrainingCase.Seeds.Any(seed => IsStart(rows, Expected(seed).Metrics.Rows)))
            throw process.Finding($"has epochs that are not those of the undisturbed run: {string.Join(" / ", rows)}", outcome);
        if (!WasAskedToStop && rows.Length > 0 && !_training.Options.Contains("--validation-split"))
        {
            var measured = outcome.Json.GetProperty("test_accuracy").GetDouble();
            var trained = outcome.Json.GetProperty("epochs")[rows.Length - 1].GetProperty("valid_accuracy").GetDouble();
            if (measured != trained && !outcome.Error.Contains("the curves end before it"))
                throw process.Finding($"measures an accuracy of {measured}, and its last epoch has {trained}", outcome);
        }

        static bool IsStart(string[] rows, string[] expected) => rows.Length <= expected.Length && rows.Zip(expected).All(pair =>
            pair.First == string.Join(',', pair.Second.Split(',').Take(5).Select(double.Parse).Order()));
    }

    /// <summary>Checks that config.json is whole and is that of the run that began here.</summary>
    private (int Seed, int Epochs) Config(string text)
    {
        (int Seed, int Epochs) config;
        try
        {
            config = TrainingCase.Of(JsonDocument.Parse(text).RootElement);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Finding($"{ConfigPath} is not whole: {error.Message}: {text}");
        }

        if (_config is { } known && known.Seed != config.Seed)
            throw Finding($"{ConfigPath} is that of seed {config.Seed}, expected that of seed {known.Seed}");
        if (!TrainingCase.Seeds.Contains(config.Seed) || !_training.Epochs.Contains(config.Epochs))
            throw Finding($"{ConfigPath} has seed {config.Seed} and {config.Epochs} epochs");
        return config;
    }

    /// <summary>Checks that the run equals the undisturbed one.</summary>
    private void CheckComplete()
    {
        _config = Config(Texts.Read(ConfigPath));
        var expected = Soak.Undisturbed.Of(_training, _config!.Value.Seed, _config.Value.Epochs);
        if (!File.ReadAllBytes(ModelPath).AsSpan().SequenceEqual(expected.Model))
            throw Finding($"{ModelPath} is not that of the undisturbed run of seed {_config.Value.Seed} and {_config.Value.Epochs} epochs");
        CheckEqual("metrics.csv", expected.Metrics);
        CheckEqual("steps.csv", expected.Steps);
        Soak.Journal.Count("complete run compared");
    }

    private Undisturbed Expected(int seed) => Soak.Undisturbed.Of(_training, seed, _training.Epochs[^1]);

    private void CheckEqual(string file, Table expected)
    {
        var table = Table.Read(Path.Combine(Target, file));
        if (table.Header != expected.Header || !table.Rows.AsSpan().SequenceEqual(expected.Rows))
            throw Finding($"{Path.Combine(Target, file)} is not that of the undisturbed run: {table.FirstDifference(expected)}");
    }

    private void CheckStart(string file, Table expected)
    {
        var path = Path.Combine(Target, file);
        if (File.Exists(path) && Table.Read(path) is var table && !table.IsStartOf(expected))
            throw Finding($"{path} is not the start of that of the undisturbed run: {table.FirstDifference(expected)}");
    }

    /// <summary>Finds the checkpoints that can be read, the newest first.</summary>
    private List<string> Intact()
    {
        List<string> intact = [];
        foreach (var file in Checkpoints.Files)
        {
            try
            {
                _ = CheckpointFile.Read(file);
                intact.Add(file);
            }
            catch (InvalidDataException)
            {
                // Truncated before.
            }
        }

        return intact;
    }

    [GeneratedRegex("in use by|holds a run already|there is no such run folder|no config.json in it|expected")]
    private static partial Regex Refusal();

    [GeneratedRegex("there is no such|no model.safetensors in it|no config.json in it")]
    private static partial Regex NothingThere();
}
