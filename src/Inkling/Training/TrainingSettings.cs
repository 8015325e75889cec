using Inkling.Data;
using Inkling.Models;
using Inkling.Optim;
using Inkling.Training.Metrics;

namespace Inkling.Training;

/// <summary>
/// What settles a training besides its images: with the same settings and images it ends with the same weights, bit for bit, wherever and
/// beside whatever it runs.
/// </summary>
public sealed record TrainingSettings
{
    /// <summary>The network, one of <see cref="ModelCatalog.Names"/>.</summary>
    public required string Model { get; init; }

    /// <summary>Units of the hidden layer, at least 1; null for a network without one.</summary>
    public int? Hidden { get; init; }

    /// <summary>Times to go through the images, at least 1.</summary>
    public required int Epochs { get; init; }

    /// <summary>Images in a step, at least 1.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The learning rate, above 0; that of the peak with <see cref="ScheduleKind.OneCycle"/>.</summary>
    public required float LearningRate { get; init; }

    /// <summary>The optimizer.</summary>
    public required OptimizerKind Optimizer { get; init; }

    /// <summary>The learning-rate schedule.</summary>
    public required ScheduleKind Schedule { get; init; }

    /// <summary>The augmentation of the training images.</summary>
    public required AugmentationKind Augmentation { get; init; }

    /// <summary>Decides on starting weights, order and augmentation.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Learns from the first so many images only, at least 1; null for all.</summary>
    public int? DataSize { get; init; }

    /// <summary>The settings that a recipe names, with seed 1 and all images.</summary>
    public static TrainingSettings Of(ModelRecipe recipe) => new()
    {
        Model = recipe.Name,
        Hidden = recipe.Hidden,
        Epochs = recipe.Epochs,
        BatchSize = recipe.BatchSize,
        LearningRate = recipe.LearningRate,
        Optimizer = recipe.Optimizer,
        Schedule = recipe.Schedule,
        Augmentation = recipe.Augmentation,
    };

    /// <summary>
    /// A learner with a new network, measuring accuracy: <c>settings.CreateLearner(train, test).Fit(settings)</c>. Starts this thread's
    /// <see cref="Randomness"/> again at <see cref="Seed"/>.
    /// </summary>
    /// <param name="train">The images to learn from, from which <see cref="DataSize"/> are taken.</param>
    /// <param name="validation">The images to measure on after each epoch, or null.</param>
    /// <exception cref="ArgumentException">A setting is none that can be trained; the message names it.</exception>
    public Learner CreateLearner(ImageDataset train, ImageDataset? validation)
    {
        Check();
        var recipe = ModelCatalog.Find(Model);
        Randomness.Seed(Seed);
        var module = ModelCatalog.Create(Model, train.Rows, train.Columns, train.ClassNames.Count, Hidden);
        var loaders =
            DataLoaders.Of(train.Take(DataSize ?? train.Count), validation, BatchSize, transforms: Augmentation.Create());
        return new Learner(
            loaders, module, recipe.Loss(), Optimizer.Create(module.Parameters(), LearningRate, recipe.WeightDecay),
            new Accuracy());
    }

    /// <summary>The learning rate of each step.</summary>
    /// <param name="stepsPerEpoch">Batches of an epoch.</param>
    public Schedule CreateSchedule(int stepsPerEpoch) => Schedule.Create(LearningRate, (long)Epochs * stepsPerEpoch);

    /// <summary>Refuses what no training can be made of, before one begins.</summary>
    /// <exception cref="ArgumentException">A setting is outside its range or has no such name.</exception>
    public void Check()
    {
        var recipe = ModelCatalog.Find(Model);
        if (Hidden is not null && recipe.Hidden is null)
            throw new ArgumentException($"{Model} has no hidden layer whose units can be chosen, {Hidden} are given");
        Positive(Hidden, "hidden units");
        Positive(Epochs, "epochs");
        Positive(BatchSize, "images in a batch");
        Positive(DataSize, "images to learn from");
        if (!(LearningRate > 0 && float.IsFinite(LearningRate)))
            throw new ArgumentException($"a learning rate of {LearningRate} is given, expected a number above 0");
    }

    private static void Positive(int? value, string what)
    {
        if (value < 1)
            throw new ArgumentException($"{value} {what} are given, expected at least 1");
    }
}
