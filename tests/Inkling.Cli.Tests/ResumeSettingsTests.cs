using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Inkling.Cli.Runs;
using Inkling.Formats;

namespace Inkling.Cli.Tests;

/// <summary>Resuming a run whose settings differ from those of its checkpoints, or are changed on purpose.</summary>
public sealed class ResumeSettingsTests : IDisposable
{
    /// <summary>2 steps an epoch.</summary>
    private static readonly string[] Settings = ["train", "--data", "handwriting", "--limit", "100", "--seed", "4"];

    private readonly Program _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public void Each_setting_that_was_edited_by_hand_is_named_and_nothing_is_changed()
    {
        _program.Run([.. Settings, "--schedule", "cosine", "--epochs", "2", "--out", "run"]).ExitCode.ShouldBe(0);
        var config = File.ReadAllText(_program["run", "config.json"]);
        (string Name, JsonNode? Value, string Now, string Saved)[] edits =
        [
            ("model", "simple-net", "simple-net", "mlp"),
            ("optimizer", "adam", "adam", "sgd"),
            ("lr", 0.2, "0.2", "0.1"),
            ("schedule", "one-cycle", "one-cycle", "cosine"),
            ("epochs", 3, "3", "2"),
            ("batch_size", 32, "32", "64"),
            ("hidden", 64, "64", "128"),
            ("data_size", 90, "90", "none"),
            ("augmentation", "elastic", "elastic", "none"),
            ("weight_decay", 0.01, "0.01", "none"),
            ("label_smoothing", 0.1, "0.1", "0"),
            ("seed", 5, "5", "4"),
            ("validation_split", 0.2, "0.2", "none"),
            ("limit", null, "none", "100"),
            ("arithmetic", "scalar", "scalar", KebabCase.Of(Compute.Arithmetic)),
            ("vector_bits", 64, "64", $"{Compute.VectorBits}"),
            ("inkling", "0.0.1", "0.0.1", JsonNode.Parse(config)!["inkling"]!.GetValue<string>()),
        ];
        string[] ofCustomNetworks = ["convolutions", "layers", "activation", "dropout"];
        string[] others = ["threads", "checkpoint_every", "data", "command", .. ofCustomNetworks];
        edits.Select(edit => edit.Name).Concat(others).Order(StringComparer.Ordinal)
            .ShouldBe(JsonNode.Parse(config)!.AsObject().Select(entry => entry.Key).Order(StringComparer.Ordinal));

        foreach (var (name, value, now, saved) in edits)
        {
            Edit("run", name, value);
            var line = $"run/config.json: {name} is {now}, its checkpoint step-000000004.safetensors was saved with {name} {saved}"
                + (name == "arithmetic" ? "; --ignore-arithmetic resumes nevertheless" : "");
            Should.Throw<CliException>(Check).Message.ShouldBe(line);
            if (name == "lr")
                Refused(1, $"inkling: {line}");
            File.WriteAllText(_program["run", "config.json"], config);
        }

        // The checkpoint of another run.
        _program.Run([.. Settings[..^1], "5", "--schedule", "cosine", "--epochs", "2", "--out", "other"]).ExitCode.ShouldBe(0);
        File.Copy(
            _program["other", "checkpoints", "step-000000004.safetensors"], _program["run", "checkpoints", "step-000000004.safetensors"],
            overwrite: true);
        Refused(1, "inkling: run/config.json: seed is 4, its checkpoint step-000000004.safetensors was saved with seed 5");

        void Check()
        {
            using var folder = RunFolder.Open(_program["run"]);
            ResumePoint.Find(folder, _ => { })!.Check(RunConfig.Read(_program["run"]), "run/config.json", ignoresArithmetic: false);
        }
    }

    [Theory]
    [InlineData("convolutions", "\"8\"", "8", "none")]
    [InlineData("layers", "\"16\"", "16", "8")]
    [InlineData("activation", "\"tanh\"", "tanh", "relu")]
    [InlineData("dropout", "0.5", "0.5", "0")]
    public void Each_setting_of_a_custom_network_that_was_edited_by_hand_is_named(string name, string value, string now, string saved)
    {
        _program.Run([.. Settings, "--model", "custom", "--layers", "8", "--epochs", "1", "--out", "run"]).ExitCode.ShouldBe(0);
        Edit("run", name, JsonNode.Parse(value));
        Refused(1, $"inkling: run/config.json: {name} is {now}, its checkpoint step-000000002.safetensors was saved with {name} {saved}");
    }

    [Fact]
    public void Checkpoints_of_an_earlier_version_are_named_as_such()
    {
        _program.Run([.. Settings, "--epochs", "2", "--out", "run"]).ExitCode.ShouldBe(0);
        foreach (var file in Directory.GetFiles(_program["run", "checkpoints"], "step-*"))
            SafeTensors.WriteFile(file, [], new Dictionary<string, string> { ["format"] = "inkling checkpoint 2" });
        Refused(
            1, "inkling: run/checkpoints/step-000000004.safetensors: the checkpoint of another version of Inkling "
                + "('inkling checkpoint 2'), expected \"inkling checkpoint 3\"; no other checkpoint in run/checkpoints is intact");
    }

    [Fact]
    public void A_new_run_has_no_arithmetic_to_ignore()
    {
        var outcome = _program.Run("train", "--ignore-arithmetic");
        outcome.ExitCode.ShouldBe(2);
        TrainTests.OneLine(outcome).ShouldBe(
            "inkling: --ignore-arithmetic: a new run has the arithmetic of this machine, expected --resume with it "
            + "(see inkling train --help)");
    }

    [Fact]
    public void With_more_epochs_a_complete_run_becomes_the_one_that_had_them_from_the_start()
    {
        _program.Run([.. Settings, "--epochs", "5", "--out", "whole"]).ExitCode.ShouldBe(0);
        _program.Run([.. Settings, "--epochs", "2", "--out", "run"]).ExitCode.ShouldBe(0);

        var extended = _program.Run("train", "--resume", "run", "--epochs", "5", "--json");
        extended.ExitCode.ShouldBe(0, extended.Error);
        TrainTests.OneLine(extended).ShouldBe("inkling: run: resumes after step 4 of 10");
        SameRun();
        var again = _program.Run("train", "--resume", "run", "--json");
        TrainTests.OneLine(again).ShouldBe("inkling: run: all 5 epochs are complete already");
        SameRun();
    }

    [Fact]
    public void Killed_after_its_settings_were_changed_a_run_can_be_resumed()
    {
        _program.Run([.. Settings, "--epochs", "60", "--out", "whole"]).ExitCode.ShouldBe(0);
        _program.Run([.. Settings, "--epochs", "2", "--out", "run"]).ExitCode.ShouldBe(0);
        using (var process = _program.Start("train", "--resume", "run", "--epochs", "60"))
        {
            while (!process.HasExited && !File.ReadAllText(_program["run", "config.json"]).Contains("\"epochs\": 60"))
                Thread.Sleep(1);
            process.Kill();
            Program.Finish(process);
        }

        var resumed = _program.Run("train", "--resume", "run", "--json");
        resumed.ExitCode.ShouldBe(0, resumed.Error);
        SameRun();
    }

    [Fact]
    public void With_fewer_epochs_a_run_ends_at_those_that_have_begun()
    {
        _program.Run([.. Settings, "--epochs", "3", "--out", "whole"]).ExitCode.ShouldBe(0);
        _program.Run([.. Settings, "--epochs", "4", "--out", "run"]).ExitCode.ShouldBe(0);

        // As if it had been killed in its last epoch.
        File.Delete(_program["run", "checkpoints", "step-000000008.safetensors"]);
        Refused(1, "inkling: run: epoch 3 has begun, --epochs 2 is less; expected 3 or more", "--epochs", "2");
        var shortened = _program.Run("train", "--resume", "run", "--epochs", "3", "--json");
        shortened.ExitCode.ShouldBe(0, shortened.Error);
        TrainTests.OneLine(shortened).ShouldBe("inkling: run: all 3 epochs are complete already");
        SameRun();
    }

    [Theory]
    [InlineData("one-cycle")]
    [InlineData("cosine")]
    public void Other_epochs_are_refused_where_the_learning_rates_depend_on_them(string schedule)
    {
        _program.Run([.. Settings, "--schedule", schedule, "--epochs", "2", "--out", "run"]).ExitCode.ShouldBe(0);
        Refused(
            2, "inkling: --epochs 3: run was started with --epochs 2, on which the learning rates of --schedule "
                + $"{schedule} depend from the first step; expected a new run with --epochs 3 (see inkling train --help)",
            "--epochs", "3");
    }

    [Fact]
    public void Another_width_of_vectors_is_resumed_and_another_arithmetic_only_on_request()
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64 || Compute.Arithmetic != ArithmeticKind.Fused)
            return;
        _program.Run([.. Settings, "--epochs", "3", "--out", "whole"]).ExitCode.ShouldBe(0);
        _program.Run([.. Settings, "--epochs", "1", "--out", "run"]).ExitCode.ShouldBe(0);

        // The same bits, so that nothing is said.
        _program.Environment["DOTNET_EnableAVX512"] = "0";
        var narrower = _program.Run("train", "--resume", "run", "--epochs", "3", "--json");
        TrainTests.OneLine(narrower).ShouldBe("inkling: run: resumes after step 2 of 6");
        SameRun();
        _program.Environment.Clear();

        foreach (var (variable, kind, before, now, epochs) in ((string, string, string, string, int)[])
        [
            ("DOTNET_EnableAVX2", "separate", "fused multiply-adds", "separate multiplications and additions", 4),
            ("DOTNET_EnableHWIntrinsic", "scalar", "separate multiplications and additions", "scalar arithmetic", 5),
        ])
        {
            _program.Environment.Clear();
            _program.Environment[variable] = "0";
            RefusedAs(before, now, "--epochs", $"{epochs}");
            var ignored = _program.Run("train", "--resume", "run", "--ignore-arithmetic", "--epochs", $"{epochs}");
            ignored.ExitCode.ShouldBe(0, ignored.Error);
            Config("run")["arithmetic"]!.GetValue<string>().ShouldBe(kind);
        }

        _program.Run("train", "--resume", "run").ExitCode.ShouldBe(0);
        _program.Environment.Clear();
        RefusedAs("scalar arithmetic", "fused multiply-adds");

        // Complete, so that nothing is computed; then extended.
        _program.Run("train", "--resume", "run", "--ignore-arithmetic").ExitCode.ShouldBe(0);
        Config("run")["arithmetic"]!.GetValue<string>().ShouldBe("scalar");
        _program.Run("train", "--resume", "run", "--ignore-arithmetic", "--epochs", "6").ExitCode.ShouldBe(0);
        Config("run")["arithmetic"]!.GetValue<string>().ShouldBe("fused");

        void RefusedAs(string started, string here, params string[] options) => Refused(
            1, $"inkling: run: started with {started}, this machine has {here}: the weights would differ from those of an undisturbed run; "
                + "--ignore-arithmetic resumes nevertheless", options);
    }

    [Fact]
    public void A_run_of_another_version_is_resumed_with_a_notice()
    {
        _program.Run([.. Settings, "--epochs", "1", "--out", "run"]).ExitCode.ShouldBe(0);
        Directory.Delete(_program["run", "checkpoints"], recursive: true);
        File.Delete(_program["run", "model.safetensors"]);
        Edit("run", "inkling", "0.0.1");
        var version = typeof(Compute).Assembly.GetName().Version!.ToString(3);
        var lines = _program.Run("train", "--resume", "run", "--json").Error.TrimEnd().Split('\n');
        lines.ShouldBe(
        [
            $"inkling: run: started with version 0.0.1, this is {version}: the weights may differ from those of an undisturbed run",
            "inkling: run: no checkpoint in it yet, the run starts anew",
        ]);
        _program.Run("train", "--resume", "run").ExitCode.ShouldBe(0);
        Config("run")["inkling"]!.GetValue<string>().ShouldBe("0.0.1");
    }

    private JsonNode Config(string run) => JsonNode.Parse(File.ReadAllText(_program[run, "config.json"]))!;

    private void Edit(string run, string name, JsonNode? value)
    {
        var config = Config(run);
        config[name] = value;
        File.WriteAllText(_program[run, "config.json"], config.ToJsonString());
    }

    /// <summary>Checks that run and whole are one.</summary>
    private void SameRun()
    {
        foreach (var file in (string[])["model.safetensors", "steps.csv", "config.json"])
            File.ReadAllBytes(_program["run", file]).ShouldBe(File.ReadAllBytes(_program["whole", file]), file);
        File.ReadAllLines(_program["run", "metrics.csv"]).Select(Known)
            .ShouldBe(File.ReadAllLines(_program["whole", "metrics.csv"]).Select(Known));

        // Without the times.
        static string Known(string line) => string.Join(',', line.Split(',')[..5]);
    }

    private void Refused(int exitCode, string line, params string[] options)
    {
        var before = Content("run");
        var outcome = _program.Run(["train", "--resume", "run", .. options]);
        TrainTests.OneLine(outcome).ShouldBe(line);
        outcome.ExitCode.ShouldBe(exitCode);
        Content("run").ShouldBe(before);
    }

    private Dictionary<string, (DateTime, string)> Content(string run) =>
        Directory.EnumerateFiles(_program[run], "*", SearchOption.AllDirectories).ToDictionary(
            file => file, file => (File.GetLastWriteTimeUtc(file), Convert.ToBase64String(File.ReadAllBytes(file))));
}
