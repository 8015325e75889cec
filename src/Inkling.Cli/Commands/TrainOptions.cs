using System.CommandLine;
using Inkling.Cli.Runs;
using Inkling.Data;
using Inkling.Models;
using Inkling.Optim;
using Inkling.Training;

namespace Inkling.Cli.Commands;

/// <summary>
/// The options of inkling train that settle what a run computes: read into a <see cref="RunConfig"/>, or held against the one of a run that
/// goes on.
/// </summary>
internal static class TrainOptions
{
    public static readonly Option<string> Model = Values.OneOf(
        "--model", "The network, with settings of its own [default: mlp]", ModelCatalog.Names);

    public static readonly Option<string> Data = DatasetLoader.Option(
        "What to learn from: mnist, handwriting (digits that Inkling writes itself), a folder of PNG files by class, a folder of IDX or CSV files, "
        + "or one such file [default: mnist where it can be had, else handwriting]");

    public static readonly Option<int?> Epochs = Values.Whole(
        "--epochs", "Times to go through the images [default: 3, or the network's]", 1, int.MaxValue);

    public static readonly Option<int?> BatchSize = Values.Whole(
        "--batch-size", "Images in a step [default: 64, or the network's]", 1, int.MaxValue);

    public static readonly Option<float?> LearningRate = Values.Positive(
        "--lr", "How far a step goes; with one-cycle, at its top [default: the network's; else 0.1 for sgd, 0.05 for momentum, 0.001 for adam and adamw]");

    public static readonly Option<OptimizerKind?> Optimizer = Values.OneOf<OptimizerKind>(
        "--optimizer", "What changes the weights; momentum is SGD with 0.9 [default: sgd, or the network's]");

    public static readonly Option<ScheduleKind?> Schedule = Values.OneOf<ScheduleKind>(
        "--schedule", "How the learning rate goes on [default: constant, or the network's]");

    public static readonly Option<int?> Hidden =
        Values.Whole("--hidden", "Units of the hidden layer of mlp and simple-net [default: 128 and 32]", 1, MaxHidden);

    public static readonly Option<AugmentationKind?> Augmentation = Values.OneOf<AugmentationKind>(
        "--augmentation", "How training images are changed at random, each time anew [default: none, or the network's]");

    public static readonly Option<ulong?> Seed = Values.Whole<ulong>(
        "--seed", "Decides on starting weights and order; the same seed gives the same weights [default: 1]", 0, ulong.MaxValue);

    public static readonly Option<int?> Limit =
        DatasetLoader.LimitOption("Take only the first N training images and the first N test images");

    /// <summary>The most hidden units: as many as a model file may have.</summary>
    public const int MaxHidden = 65_536;

    private static readonly Option<int?> DataSize = Values.Whole(
        "--data-size", "Learn from the first N training images only; the test images stay [default: all]", 1, int.MaxValue);

    private static readonly Option<float?> ValidationSplit = Values.Share(
        "--validation-split",
        "Measure on this share of the training images, held out, and leave the test images alone [default: measure on the test images]");

    private static readonly Option<int?> CheckpointEvery = Values.Whole(
        "--checkpoint-every", "Steps between two checkpoints within an epoch; there is one at the end of each epoch anyway", 1,
        int.MaxValue);

    public static IEnumerable<Option> All =>
    [
        Model, Hidden, Data, Epochs, BatchSize, LearningRate, Optimizer, Schedule, Augmentation, Seed, DataSize, ValidationSplit, Limit,
        CheckpointEvery,
    ];

    /// <summary>
    /// The settings of a new run: those given, else those of its network; and its images, in the classes that the network is for.
    /// </summary>
    /// <exception cref="UsageException">More images are asked for than there are, the batch is larger than the set, or there is no hidden
    /// layer.</exception>
    /// <exception cref="CliException">The images are smaller than the network reads.</exception>
    public static (RunConfig Config, RunImages Images) Open(
        ParseResult parsed, Output.Screen screen, bool json, CancellationToken cancellation)
    {
        var recipe = Recipe(parsed);
        var hidden = HiddenFor(recipe, parsed.GetValue(Hidden));
        var optimizer = parsed.GetValue(Optimizer) ?? recipe.Optimizer;
        var data = DatasetLoader.Open(recipe, parsed.GetValue(Data), parsed.GetValue(Limit), screen, json, cancellation);
        if (parsed.GetValue(DataSize) is { } size && size > data.Train.Count)
            throw new UsageException($"{DataSize.Name} {size}: expected at most {data.Train.Count}, the number of training images");
        var images = RunImages.Of(data, parsed.GetValue(DataSize), parsed.GetValue(ValidationSplit));

        var settings = TrainingSettings.Of(recipe) with
        {
            Hidden = hidden,
            Epochs = parsed.GetValue(Epochs) ?? recipe.Epochs,
            BatchSize = BatchSizeFor(parsed.GetValue(BatchSize), recipe, images.Train.Count),
            LearningRate = parsed.GetValue(LearningRate) ?? recipe.LearningRateFor(optimizer),
            Optimizer = optimizer,
            Schedule = parsed.GetValue(Schedule) ?? recipe.Schedule,
            Augmentation = parsed.GetValue(Augmentation) ?? recipe.Augmentation,
            Seed = parsed.GetValue(Seed) ?? 1,
            DataSize = parsed.GetValue(DataSize),
        };
        var config = new RunConfig
        {
            Settings = settings,
            Source = DatasetLoader.Source(parsed.GetValue(Data), data),
            Threads = Compute.Threads,
            Limit = parsed.GetValue(Limit),
            ValidationSplit = parsed.GetValue(ValidationSplit),
            CheckpointEvery = parsed.GetValue(CheckpointEvery),
        };
        return (config, images);
    }

    /// <summary>The images of a run that goes on, or that is looked at.</summary>
    public static RunImages OpenImages(RunConfig config, Output.Screen screen, bool json, CancellationToken cancellation)
    {
        var data = DatasetLoader.Open(ModelCatalog.Find(config.Settings.Model), config.Source, config.Limit, screen, json, cancellation);
        return RunImages.Of(data, config.Settings.DataSize, config.ValidationSplit);
    }

    /// <summary>The settings of a run that goes on. Threads and checkpoints do not change the result and may be other ones.</summary>
    /// <exception cref="UsageException">An option that was given says something else than the run was started with.</exception>
    public static RunConfig Resume(ParseResult parsed, string run)
    {
        var config = Failures.Naming(run, () => RunConfig.Read(run));
        var source = parsed.GetValue(Data) is { } given && given is not ("mnist" or "handwriting")
            ? Path.GetFullPath(given)
            : parsed.GetValue(Data);
        Check(run, Model, parsed.GetValue(Model), config.Settings.Model);
        Check(run, Hidden, parsed.GetValue(Hidden), config.Settings.Hidden);
        Check(run, Data, source, config.Source);
        Check(run, Epochs, parsed.GetValue(Epochs), config.Settings.Epochs);
        Check(run, BatchSize, parsed.GetValue(BatchSize), config.Settings.BatchSize);
        Check(run, LearningRate, parsed.GetValue(LearningRate), config.Settings.LearningRate);
        Check(run, Optimizer, parsed.GetValue(Optimizer), config.Settings.Optimizer);
        Check(run, Schedule, parsed.GetValue(Schedule), config.Settings.Schedule);
        Check(run, Augmentation, parsed.GetValue(Augmentation), config.Settings.Augmentation);
        Check(run, DataSize, parsed.GetValue(DataSize), config.Settings.DataSize);
        Check(run, ValidationSplit, parsed.GetValue(ValidationSplit), config.ValidationSplit);
        Check(run, Seed, parsed.GetValue(Seed), config.Settings.Seed);
        Check(run, Limit, parsed.GetValue(Limit), config.Limit);
        return config with { Threads = Compute.Threads, CheckpointEvery = parsed.GetValue(CheckpointEvery) ?? config.CheckpointEvery };
    }

    /// <summary>The hidden units that were chosen, else the recipe's.</summary>
    /// <exception cref="UsageException">The network has no such layer.</exception>
    public static int? HiddenFor(ModelRecipe recipe, int? chosen)
    {
        if (chosen is null || recipe.Hidden is not null)
            return chosen ?? recipe.Hidden;
        var others = string.Join(" or ", ModelCatalog.All.Where(one => one.Hidden is not null).Select(one => one.Name));
        throw new UsageException($"{Hidden.Name} {chosen}: {recipe.Name} has no hidden layer, expected --model {others}");
    }

    /// <summary>The batch size that was chosen, else the recipe's or as many images as there are.</summary>
    /// <exception cref="UsageException">The batch is larger than the set.</exception>
    public static int BatchSizeFor(int? chosen, ModelRecipe recipe, int images) => chosen is null || chosen <= images
        ? chosen ?? Math.Min(recipe.BatchSize, images)
        : throw new UsageException($"{BatchSize.Name} {chosen}: expected at most {images}, the number of training images");

    private static void Check(string run, Option option, object? given, object? kept)
    {
        if (given is null || given.Equals(kept))
            return;
        var started = kept is null ? $"without {option.Name}" : $"with {option.Name} {Values.Shown(kept)}";
        throw new UsageException($"{option.Name} {Values.Shown(given)}: {run} was started {started}, expected the same settings or a new run");
    }

    /// <summary>The recipe of the network that was chosen.</summary>
    public static ModelRecipe Recipe(ParseResult parsed) => ModelCatalog.Find(parsed.GetValue(Model) ?? ModelCatalog.Names.First());
}
