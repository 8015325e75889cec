using System.CommandLine;
using Inkling.Cli.Output;
using Inkling.Cli.Runs;
using Inkling.Models;

namespace Inkling.Cli.Commands;

/// <summary>inkling train: from images to a run folder with a model.</summary>
internal static class TrainCommand
{
    private static readonly Option<string> Model = Values.OneOf("--model", "The network [default: mlp]", ModelCatalog.Names);
    private static readonly Option<string> Data = DataOpening.Option(
        "What to learn from: mnist, handwriting (digits that Inkling writes itself), a folder of PNG files by class, a folder of IDX or CSV files, or one such file "
        + "[default: mnist where it can be had, else handwriting]");

    private static readonly Option<int?> Epochs = Values.Whole("--epochs", "Times to go through the images [default: 3]", 1, int.MaxValue);
    private static readonly Option<int?> BatchSize = Values.Whole("--batch-size", "Images in a step [default: 64]", 1, int.MaxValue);
    private static readonly Option<float?> LearningRate = Values.Positive(
        "--lr", "How far a step goes; with one-cycle, at its top [default: 0.1 for sgd, 0.05 for momentum, 0.001 for adam and adamw]");

    private static readonly Option<string> OptimizerName = Values.OneOf(
        "--optimizer", "What changes the weights; momentum is SGD with 0.9 [default: sgd]", ["sgd", "momentum", "adam", "adamw"]);

    private static readonly Option<string> ScheduleName = Values.OneOf(
        "--schedule", "How the learning rate goes on [default: constant]", ["constant", "one-cycle"]);

    private static readonly Option<ulong?> Seed = Values.Whole<ulong>("--seed", "Decides on starting weights and order; the same seed gives the same weights [default: 1]", 0, ulong.MaxValue);
    private static readonly Option<int?> Threads = Values.Whole("--threads", "Threads to work with; the result is the same [default: one per processor]", 1, 256);
    private static readonly Option<int?> Limit = DataOpening.LimitOption("Take only the first N training images and the first N test images");
    private static readonly Option<string> Out = Values.Text("--out", "The folder that keeps the run [default: runs/TIME-MODEL]", "DIR");
    private static readonly Option<bool> AsJson = Values.Switch("--json", "Print the result as one JSON object");

    public static Command Create()
    {
        var command = new Command("train", "Teach a network to read digits and keep it in a run folder.")
        {
            Model, Data, Epochs, BatchSize, LearningRate, OptimizerName, ScheduleName, Seed, Threads, Limit, Out, AsJson,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var json = parsed.GetValue(AsJson);
        var screen = Screen.Open(json);
        using var interruption = new Interruption();
        if (parsed.GetValue(Threads) is { } threads)
            Compute.Threads = threads;
        var source = parsed.GetValue(Data);
        var data = DataOpening.Open(source, parsed.GetValue(Limit), screen, json, interruption.Token);
        var optimizer = parsed.GetValue(OptimizerName) ?? "sgd";
        var config = new RunConfig
        {
            Model = parsed.GetValue(Model) ?? "mlp",
            Source = DataOpening.Source(source, data),
            Epochs = parsed.GetValue(Epochs) ?? 3,
            BatchSize = parsed.GetValue(BatchSize) ?? Math.Min(64, data.Train.Count),
            LearningRate = parsed.GetValue(LearningRate) ?? optimizer switch { "sgd" => 0.1f, "momentum" => 0.05f, _ => 1e-3f },
            Optimizer = optimizer,
            Schedule = parsed.GetValue(ScheduleName) ?? "constant",
            Seed = parsed.GetValue(Seed) ?? 1,
            Threads = Compute.Threads,
            Limit = parsed.GetValue(Limit),
        };
        if (config.BatchSize > data.Train.Count)
            throw new WrongUseException($"--batch-size {config.BatchSize}: expected at most {data.Train.Count}, the number of training images");

        using var folder = new RunFolder(parsed.GetValue(Out), config.Model, Json.Bytes(writer => config.Write(writer, data)));
        var session = new TrainingSession(config, data, folder, screen);
        session.Run(interruption.Token);
        if (json && !session.IsComplete)
            CommandLine.Report(session.Outcome);
        if (json)
            Json.Print(session.WriteJson);
        return session.IsComplete ? ExitCode.Done : ExitCode.Stopped;
    }
}
