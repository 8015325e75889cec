using System.CommandLine;
using Inkling.Cli.Runs;
using Inkling.Data;
using Inkling.Models;

namespace Inkling.Cli.Commands;

/// <summary>
/// The options of inkling train that settle what a run computes: read into a <see cref="RunConfig"/>, or held against the one of a run that
/// goes on.
/// </summary>
internal static class TrainOptions
{
    private static readonly Option<string> Model = Values.OneOf(
        "--model", "The network, with settings of its own [default: mlp]", ModelCatalog.Names);

    private static readonly Option<string> Data = DataOpening.Option(
        "What to learn from: mnist, handwriting (digits that Inkling writes itself), a folder of PNG files by class, a folder of IDX or CSV files, "
        + "or one such file [default: mnist where it can be had, else handwriting]");

    private static readonly Option<int?> Epochs = Values.Whole(
        "--epochs", "Times to go through the images [default: 3, or the network's]", 1, int.MaxValue);

    private static readonly Option<int?> BatchSize = Values.Whole(
        "--batch-size", "Images in a step [default: 64, or the network's]", 1, int.MaxValue);

    private static readonly Option<float?> LearningRate = Values.Positive(
        "--lr", "How far a step goes; with one-cycle, at its top [default: the network's; else 0.1 for sgd, 0.05 for momentum, 0.001 for adam and adamw]");

    private static readonly Option<string> Optimizer = Values.OneOf(
        "--optimizer", "What changes the weights; momentum is SGD with 0.9 [default: sgd, or the network's]", ["sgd", "momentum", "adam", "adamw"]);

    private static readonly Option<string> Schedule = Values.OneOf(
        "--schedule", "How the learning rate goes on [default: constant, or the network's]", ["constant", "one-cycle"]);

    private static readonly Option<ulong?> Seed = Values.Whole<ulong>(
        "--seed", "Decides on starting weights and order; the same seed gives the same weights [default: 1]", 0, ulong.MaxValue);

    private static readonly Option<int?> Limit = DataOpening.LimitOption("Take only the first N training images and the first N test images");

    private static readonly Option<int?> CheckpointEvery = Values.Whole(
        "--checkpoint-every", "Steps between two checkpoints within an epoch; there is one at the end of each epoch anyway", 1, int.MaxValue);

    public static IEnumerable<Option> All => [Model, Data, Epochs, BatchSize, LearningRate, Optimizer, Schedule, Seed, Limit, CheckpointEvery];

    /// <summary>The data of a new run, in the classes that its network is for.</summary>
    public static DigitData OpenData(ParseResult parsed, Output.Screen screen, bool json, CancellationToken cancellation) =>
        DataOpening.Open(parsed.GetValue(Data), parsed.GetValue(Limit), Recipe(parsed).Classes, screen, json, cancellation);

    /// <summary>The settings of a new run: those given, else those of its network.</summary>
    /// <exception cref="WrongUseException">The batch is larger than the set.</exception>
    public static RunConfig Read(ParseResult parsed, DigitData data)
    {
        var recipe = Recipe(parsed);
        var optimizer = parsed.GetValue(Optimizer) ?? recipe.Optimizer;
        var config = new RunConfig
        {
            Model = recipe.Name,
            Source = DataOpening.Source(parsed.GetValue(Data), data),
            Epochs = parsed.GetValue(Epochs) ?? recipe.Epochs,
            BatchSize = parsed.GetValue(BatchSize) ?? Math.Min(recipe.BatchSize, data.Train.Count),
            LearningRate = parsed.GetValue(LearningRate) ?? RunConfig.DefaultRate(recipe, optimizer),
            Optimizer = optimizer,
            Schedule = parsed.GetValue(Schedule) ?? recipe.Schedule,
            Seed = parsed.GetValue(Seed) ?? 1,
            Threads = Compute.Threads,
            Limit = parsed.GetValue(Limit),
            CheckpointEvery = parsed.GetValue(CheckpointEvery),
        };
        return config.BatchSize <= data.Train.Count
            ? config
            : throw new WrongUseException($"--batch-size {config.BatchSize}: expected at most {data.Train.Count}, the number of training images");
    }

    /// <summary>The settings of a run that goes on. Threads and checkpoints do not change the result and may be other ones.</summary>
    /// <exception cref="WrongUseException">An option that was given says something else than the run was started with.</exception>
    public static RunConfig Resume(ParseResult parsed, string run)
    {
        var config = Failures.Naming(run, () => RunConfig.Read(run));
        var source = parsed.GetValue(Data) is { } given && given is not ("mnist" or "handwriting") ? Path.GetFullPath(given) : parsed.GetValue(Data);
        Check(run, Model, parsed.GetValue(Model), config.Model);
        Check(run, Data, source, config.Source);
        Check(run, Epochs, parsed.GetValue(Epochs), config.Epochs);
        Check(run, BatchSize, parsed.GetValue(BatchSize), config.BatchSize);
        Check(run, LearningRate, parsed.GetValue(LearningRate), config.LearningRate);
        Check(run, Optimizer, parsed.GetValue(Optimizer), config.Optimizer);
        Check(run, Schedule, parsed.GetValue(Schedule), config.Schedule);
        Check(run, Seed, parsed.GetValue(Seed), config.Seed);
        Check(run, Limit, parsed.GetValue(Limit), config.Limit);
        return config with { Threads = Compute.Threads, CheckpointEvery = parsed.GetValue(CheckpointEvery) ?? config.CheckpointEvery };
    }

    private static void Check(string run, Option option, object? given, object? kept)
    {
        if (given is null || given.Equals(kept))
            return;
        var started = kept is null ? $"without {option.Name}" : $"with {option.Name} {kept}";
        throw new WrongUseException($"{option.Name} {given}: {run} was started {started}, expected the same settings or a new run");
    }

    private static ModelRecipe Recipe(ParseResult parsed) => ModelCatalog.Find(parsed.GetValue(Model) ?? ModelCatalog.Names.First());
}
