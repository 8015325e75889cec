using Inkling.Data;
using Inkling.Models;
using Inkling.Optim;

namespace Inkling.Training;

/// <summary>
/// Trainings that differ in chosen settings only, one for each combination, side by side on all cores:
/// <c>new Sweep(TrainingSettings.Of(ModelCatalog.Find("mlp"))) { LearningRates = [0.01f, 0.1f, 1] }.Run(train, validation)</c>.
/// Each ends with the same bits as it does alone.
/// </summary>
/// <remarks>A list that is left empty stands for the plain setting alone. The first combination is what the others are compared
/// with.</remarks>
/// <param name="plain">The settings of everything that is not in a list.</param>
public sealed class Sweep(TrainingSettings plain)
{
    /// <summary>The most runs of a sweep.</summary>
    public const int MaxRuns = 1000;

    /// <summary>The settings of everything that is not in a list.</summary>
    public TrainingSettings Plain { get; } = plain;

    /// <summary>
    /// The optimizers. Where <see cref="LearningRates"/> is empty, one that is not the plain one has its usual learning rate.
    /// </summary>
    public IReadOnlyList<OptimizerKind> Optimizers { get; init; } = [];

    /// <summary>Each above 0.</summary>
    public IReadOnlyList<float> LearningRates { get; init; } = [];

    /// <summary>Each at least 1.</summary>
    public IReadOnlyList<int> BatchSizes { get; init; } = [];

    /// <summary>Units of the hidden layer, each at least 1.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [];

    /// <summary>How many images to learn from, each at least 1.</summary>
    public IReadOnlyList<int> DataSizes { get; init; } = [];

    /// <summary>The augmentations of the training images.</summary>
    public IReadOnlyList<AugmentationKind> Augmentations { get; init; } = [];

    /// <summary>The same training with other chances: its spread says which differences mean something.</summary>
    public IReadOnlyList<ulong> Seeds { get; init; } = [];

    /// <summary>How many combinations there are.</summary>
    public long Count => ((IReadOnlyList<int>)
        [Optimizers.Count, LearningRates.Count, BatchSizes.Count, Hidden.Count, DataSizes.Count, Augmentations.Count, Seeds.Count])
        .Aggregate(1L, (product, count) => Math.Min(product * Math.Max(1, count), int.MaxValue));

    /// <summary>
    /// All combinations, the last list running fastest: optimizer, learning rate, batch size, hidden units, images, augmentation, seed.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// A value stands in a list twice, is outside its range or is no name that is known, or there are more than <see cref="MaxRuns"/>
    /// combinations.
    /// </exception>
    public IReadOnlyList<TrainingSettings> Settings()
    {
        if (Count > MaxRuns)
            throw new ArgumentException($"Sweep: {Count:N0} combinations, expected at most {MaxRuns:N0}");
        IEnumerable<TrainingSettings> all = [Plain];
        all = Each(all, Optimizers, "optimizer", WithOptimizer);
        all = Each(all, LearningRates, "learning rate", (settings, value) => settings with { LearningRate = value });
        all = Each(all, BatchSizes, "batch size", (settings, value) => settings with { BatchSize = value });
        all = Each(all, Hidden, "hidden units", (settings, value) => settings with { Hidden = value });
        all = Each(all, DataSizes, "data size", (settings, value) => settings with { DataSize = value });
        all = Each(all, Augmentations, "augmentation", (settings, value) => settings with { Augmentation = value });
        all = Each(all, Seeds, "seed", (settings, value) => settings with { Seed = value });
        TrainingSettings[] list = [.. all];
        foreach (var settings in list)
            settings.Check();
        return list;
    }

    /// <summary>
    /// Trains all combinations, as many at once as <see cref="Compute.Threads"/> says; the caller's random numbers stay as they are.
    /// </summary>
    /// <param name="train">The images to learn from.</param>
    /// <param name="validation">
    /// The images to measure on, the same for all runs. Not the test set: a setting that is chosen by it looks better there than it is
    /// (<see cref="ImageDatasetSplits.Split"/> holds images out).
    /// </param>
    /// <param name="progress">Hears how far it is, some twenty times a second and after each run; one call at a time, on the threads of the
    /// runs.</param>
    /// <param name="cancellation">Ends the sweep; a run that is under way then is dropped.</param>
    /// <returns>The runs in the order of <see cref="Settings"/>: all of them, or those that were done when the sweep was
    /// cancelled.</returns>
    /// <exception cref="ArgumentException">
    /// The combinations are at fault (see <see cref="Settings"/>), ask for more images than there are, or for a batch larger than their
    /// images.
    /// </exception>
    public IReadOnlyList<SweepRun> Run(
        ImageDataset train, ImageDataset validation, Action<SweepProgress>? progress = null, CancellationToken cancellation = default)
    {
        var all = Settings();
        foreach (var settings in all)
            CheckSizes(settings, train);

        // One copy of the images for each size, that the runs share. A run is begun the earlier the longer it takes, so that none is left
        // alone at the end.
        var sets = all.Select(settings => settings.DataSize ?? train.Count).Distinct().ToDictionary(size => size, train.Take);
        int[] order = [.. Enumerable.Range(0, all.Count).OrderByDescending(i => Items(all[i], train) * (all[i].Hidden ?? 1))];
        var clock = new SweepClock([.. all.Select(settings => Items(settings, train))], progress);
        var runs = new SweepRun?[all.Count];
        ParallelRuns.Run(order, Compute.Threads, i =>
        {
            if (cancellation.IsCancellationRequested)
                return;
            runs[i] = SweepRun.Train(
                i + 1, all[i], sets[all[i].DataSize ?? train.Count], validation, items => clock.Tell(i, items), cancellation);
            if (runs[i] is { } run)
                clock.Done(i, run);
        });
        return [.. runs.OfType<SweepRun>()];
    }

    private static long Items(TrainingSettings settings, ImageDataset train) => (long)settings.Epochs * (settings.DataSize ?? train.Count);

    private static void CheckSizes(TrainingSettings settings, ImageDataset train)
    {
        var images = settings.DataSize ?? train.Count;
        if (images > train.Count)
            throw new ArgumentException($"Sweep: a data size of {images} is given, expected at most {train.Count}, the images there are");
        if (settings.BatchSize > images)
            throw new ArgumentException(
                $"Sweep: a batch size of {settings.BatchSize} is given for {images} images, expected at most as many");
    }

    private static IEnumerable<TrainingSettings> Each<T>(
        IEnumerable<TrainingSettings> all, IReadOnlyList<T> values, string name, Func<TrainingSettings, T, TrainingSettings> with)
    {
        if (values.Count == 0)
            return all;
        return values.Distinct().Count() == values.Count
            ? all.SelectMany(settings => values, with)
            : throw new ArgumentException(
                $"Sweep: the {name} {values.GroupBy(value => value).First(group => group.Count() > 1).Key} is given twice");
    }

    private TrainingSettings WithOptimizer(TrainingSettings settings, OptimizerKind optimizer) => settings with
    {
        Optimizer = optimizer,
        LearningRate = optimizer == Plain.Optimizer ? Plain.LearningRate : ModelCatalog.Find(Plain.Model).LearningRateFor(optimizer),
    };
}
