using System.CommandLine;
using Inkling.Cli.Output;
using Inkling.Data;
using Inkling.Models;
using Inkling.Optim;
using Inkling.Training;

namespace Inkling.Cli.Commands;

/// <summary>The options of inkling sweep that settle its runs: lists of the values to compare, and what all runs have in common.</summary>
internal static class SweepOptions
{
    /// <summary>One training image in so many is held out.</summary>
    private const int HeldOutShare = 6;

    private static readonly Option<OptimizerKind[]> Optimizer = Values.SomeOf<OptimizerKind>(
        "--optimizer", "Optimizers to compare; without --lr each has its own learning rate");

    private static readonly Option<float[]> LearningRate = Values.Positives("--lr", "Learning rates to compare");
    private static readonly Option<int[]> BatchSize = Values.Wholes("--batch-size", "Batch sizes to compare", 1, int.MaxValue);
    private static readonly Option<int[]> Hidden =
        Values.Wholes("--hidden", "Numbers of hidden units to compare (mlp and simple-net)", 1, TrainOptions.MaxHidden);
    private static readonly Option<int[]> DataSize = Values.Wholes("--data-size", "Numbers of training images to compare", 1, int.MaxValue);
    private static readonly Option<AugmentationKind[]> Augmentation =
        Values.SomeOf<AugmentationKind>("--augmentation", "Augmentations to compare");
    private static readonly Option<ulong[]> Seed =
        Values.Wholes<ulong>("--seed", "Repeats everything with each of these seeds [default: 1]", 0, ulong.MaxValue);
    private static readonly Option<int?> Limit =
        DatasetLoader.LimitOption("Take only the first N training images, before some are held out");

    public static IEnumerable<Option> All =>
    [
        TrainOptions.Model, TrainOptions.Data, TrainOptions.Epochs, Optimizer, LearningRate, BatchSize, Hidden, DataSize, Augmentation,
        Seed,
        TrainOptions.Schedule, Limit,
    ];

    private static IEnumerable<Option> Lists => [Optimizer, LearningRate, BatchSize, Hidden, DataSize, Augmentation, Seed];

    /// <summary>Refuses a sweep that is none or too large, before any data is opened.</summary>
    /// <exception cref="UsageException">It is.</exception>
    public static void Check(ParseResult parsed)
    {
        if (Lists.All(list => parsed.GetResult(list) is null))
            throw new UsageException(
                $"nothing to compare, expected a list such as --lr 0.01,0.1,1 ({string.Join(", ", Lists.Select(list => list.Name))})");
        if (parsed.GetValue(Hidden) is [var hidden, ..])
            _ = TrainOptions.HiddenFor(TrainOptions.Recipe(parsed), hidden);
        int[] counts = [.. Lists.Select(list => Count(parsed, list)).Where(count => count > 1)];
        var runs = counts.Aggregate(1L, (product, count) => Math.Min(product * count, int.MaxValue));
        if (runs > Sweep.MaxRuns)
            throw new UsageException(
                $"{(counts.Length > 1 ? $"{string.Join(" x ", counts)} combinations are " : "")}{Format.Count(runs)} runs, expected at most {Format.Count(Sweep.MaxRuns)}");
    }

    /// <summary>Opens the data and holds some of the training images out to measure on.</summary>
    public static SweepPlan Open(ParseResult parsed, Screen screen, bool json, CancellationToken cancellation)
    {
        var recipe = TrainOptions.Recipe(parsed);
        var data = DatasetLoader.Open(recipe, parsed.GetValue(TrainOptions.Data), parsed.GetValue(Limit), screen, json, cancellation);
        var images = data.Train;
        if (images.Count < 2)
            throw new CliException(
                $"{data.Name}: {Format.Counted(images.Count, "training image")}, expected at least 2: one to learn from, one to measure on");
        var (train, validation) = images.Split(Math.Max(1, images.Count / HeldOutShare), DatasetLoader.SplitSeed);
        var sizes = SizesFor(parsed.GetValue(DataSize) ?? [], train.Count, images.Count);
        var smallest = sizes.DefaultIfEmpty(train.Count).Min();
        var batches = parsed.GetValue(BatchSize) ?? [];
        var plain = TrainingSettings.Of(recipe) with
        {
            Epochs = parsed.GetValue(TrainOptions.Epochs) ?? recipe.Epochs,
            Schedule = parsed.GetValue(TrainOptions.Schedule) ?? recipe.Schedule,
            BatchSize = TrainOptions.BatchSizeFor(batches is [] ? null : batches.Max(), recipe, smallest),
        };
        var sweep = new Sweep(plain)
        {
            Optimizers = parsed.GetValue(Optimizer) ?? [],
            LearningRates = parsed.GetValue(LearningRate) ?? [],
            BatchSizes = batches,
            Hidden = parsed.GetValue(Hidden) ?? [],
            DataSizes = sizes,
            Augmentations = parsed.GetValue(Augmentation) ?? [],
            Seeds = parsed.GetValue(Seed) ?? [],
        };
        return new SweepPlan(
            sweep, sweep.Settings(), data, DatasetLoader.Source(parsed.GetValue(TrainOptions.Data), data), train, validation);
    }

    /// <summary>All images that there are stands for all but those that are held out.</summary>
    private static int[] SizesFor(int[] sizes, int left, int all)
    {
        if (sizes.FirstOrDefault(size => size > all) is > 0 and var tooMany)
            throw new UsageException($"{DataSize.Name} {tooMany}: expected at most {all}, the number of training images");
        int[] taken = [.. sizes.Select(size => Math.Min(size, left))];
        return taken.Distinct().Count() == taken.Length
            ? taken
            : throw new UsageException(
                $"{DataSize.Name} {string.Join(',', sizes)}: expected one size from {left} up: {all - left} of {all} training images are held out to measure on");
    }

    private static int Count(ParseResult parsed, Option list) => parsed.GetResult(list) is null ? 1 : list switch
    {
        Option<OptimizerKind[]> kinds => parsed.GetValue(kinds)!.Length,
        Option<AugmentationKind[]> kinds => parsed.GetValue(kinds)!.Length,
        Option<float[]> numbers => parsed.GetValue(numbers)!.Length,
        Option<int[]> numbers => parsed.GetValue(numbers)!.Length,
        Option<ulong[]> numbers => parsed.GetValue(numbers)!.Length,
        _ => 1,
    };
}

/// <summary>A sweep with its images.</summary>
/// <param name="Sweep">What is compared.</param>
/// <param name="Settings">Its combinations.</param>
/// <param name="Data">Where the images come from.</param>
/// <param name="Source">What names the data again.</param>
/// <param name="Train">The images to learn from.</param>
/// <param name="Validation">The training images that are held out to measure on.</param>
internal sealed record SweepPlan(
    Sweep Sweep, IReadOnlyList<TrainingSettings> Settings, DigitData Data, string Source, ImageDataset Train, ImageDataset Validation);
