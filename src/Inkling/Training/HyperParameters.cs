using Inkling.Data;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Optim;
using Inkling.Training.Metrics;

namespace Inkling.Training;

/// <summary>
/// The hyper-parameters of a training: with the same ones and the same images it ends with the same weights, bit for bit, whatever the
/// number of threads.
/// </summary>
/// <remarks>
/// <see cref="Settings"/> has a row for each. The options of the command line, the configuration file of a run, the lists and columns of a
/// sweep and the check of a resumed run are derived from it: a property with its row is all that a new hyper-parameter takes.
/// </remarks>
public sealed record HyperParameters
{
    /// <summary>The largest number of hidden units.</summary>
    public const int MaxHidden = 65_536;

    // Before Settings, which uses it.
    private static readonly ValueRange<LayerSizes> Sizes = new(
        $"none or at most {LayerSizes.MaxCount} sizes from 1 to {LayerSizes.MaxSize}, such as 128-64", LayerSizes.TryParse);

    /// <summary>
    /// Gets the descriptions of all hyper-parameters. Their order counts: a later one is set over what an earlier one implies, as a model
    /// implies its recipe and an optimizer its usual learning rate.
    /// </summary>
    public static SettingTable<HyperParameters> Settings { get; } = new()
    {
        {
            "model", "The network, with the hyper-parameters of its recipe", ValueRange.OneOf([.. ModelCatalog.Names]),
            h => h.Model, (h, name) => name == h.Model ? h : For(name)
        },
        {
            "optimizer", "The optimizer; momentum is SGD with a momentum of 0.9", ValueRange.OneOf<OptimizerKind>(),
            h => h.Optimizer, (h, kind) => h.WithOptimizer(kind)
        },
        {
            "lr", "The learning rate, with one-cycle its peak; each optimizer has a usual one", ValueRange.Positive,
            h => h.LearningRate, (h, rate) => h with { LearningRate = rate }
        },
        {
            "schedule", "The schedule of the learning rate", ValueRange.OneOf<ScheduleKind>(),
            h => h.Schedule, (h, kind) => h with { Schedule = kind }
        },
        {
            "epochs", "The number of passes over the training images", ValueRange.Whole(1, int.MaxValue),
            h => h.Epochs, (h, epochs) => h with { Epochs = epochs }
        },
        {
            "batch-size", "The number of images in a mini-batch", ValueRange.Whole(1, int.MaxValue),
            h => h.BatchSize, (h, size) => h with { BatchSize = size }
        },
        {
            "hidden", "The number of hidden units of mlp and simple-net", ValueRange.Whole(1, MaxHidden),
            h => h.Hidden, (h, units) => h with { Hidden = units }
        },
        {
            "convolutions", "The channels of each 3x3 convolution of custom, with 2x2 max pooling after it", Sizes,
            h => h.Design?.Convolutions, (h, channels) => h with { Design = h.DesignOrDefault with { Convolutions = channels } }
        },
        {
            "layers", "The units of each hidden layer of custom", Sizes,
            h => h.Design?.Layers, (h, units) => h with { Design = h.DesignOrDefault with { Layers = units } }
        },
        {
            "activation", "The activation function of custom", ValueRange.OneOf<ActivationKind>(),
            h => h.Design?.Activation, (h, kind) => h with { Design = h.DesignOrDefault with { Activation = kind } }
        },
        {
            "dropout", "The probability of dropout after each hidden layer of custom", ValueRange.Probability,
            h => h.Design?.Dropout, (h, share) => h with { Design = h.DesignOrDefault with { Dropout = share } }
        },
        {
            "data-size", "Train on the first N training images only", ValueRange.Whole(1, int.MaxValue),
            h => h.DataSize, (h, size) => h with { DataSize = size }
        },
        {
            "augmentation", "The random changes of training images", ValueRange.OneOf<AugmentationKind>(),
            h => h.Augmentation, (h, kind) => h with { Augmentation = kind }
        },
        {
            "weight-decay", "The weight decay of the optimizer", ValueRange.NotNegative,
            h => h.WeightDecay, (h, decay) => h with { WeightDecay = decay }
        },
        {
            "label-smoothing", "The label smoothing of the cross-entropy loss", ValueRange.UnitInterval,
            h => h.LabelSmoothing, (h, smoothing) => h with { LabelSmoothing = smoothing }
        },
        {
            "seed", "The seed of the initial weights, the order of the images and the augmentation", ValueRange.Whole(0UL, ulong.MaxValue),
            h => h.Seed, (h, seed) => h with { Seed = seed }
        },
    };

    /// <summary>The network, one of <see cref="ModelCatalog.Names"/>.</summary>
    public required string Model { get; init; }

    /// <summary>The optimizer.</summary>
    public OptimizerKind Optimizer { get; init; }

    /// <summary>The learning rate, above 0; with <see cref="ScheduleKind.OneCycle"/> that of the peak.</summary>
    public float LearningRate { get; init; } = 0.1f;

    /// <summary>The schedule of the learning rate.</summary>
    public ScheduleKind Schedule { get; init; }

    /// <summary>The number of epochs, at least 1.</summary>
    public int Epochs { get; init; } = 3;

    /// <summary>The number of images in a mini-batch, at least 1.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>The number of hidden units, 1 to <see cref="MaxHidden"/>; null for that of the network, or where it has none.</summary>
    public int? Hidden { get; init; }

    /// <summary>The layers of the network "custom"; null for other networks, whose layers cannot be chosen.</summary>
    public NetworkDesign? Design { get; init; }

    /// <summary>The number of training images, the first ones, at least 1; null for all.</summary>
    public int? DataSize { get; init; }

    /// <summary>The augmentation of the training images.</summary>
    public AugmentationKind Augmentation { get; init; }

    /// <summary>The weight decay, 0 or more; null for the optimizer's default.</summary>
    public float? WeightDecay { get; init; }

    /// <summary>The label smoothing of the cross-entropy loss, from 0 to 1 (see <see cref="CrossEntropyLoss"/>).</summary>
    public float LabelSmoothing { get; init; }

    /// <summary>The seed of the initial weights, the order of the images and the augmentation.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Gets the hyper-parameters that train a network well, with seed 1 and all images.</summary>
    /// <param name="model">One of <see cref="ModelCatalog.Names"/>.</param>
    /// <exception cref="ArgumentException">There is no such network.</exception>
    public static HyperParameters For(string model) => Recipes.For(ModelCatalog.Find(model));

    /// <summary>Gets the learning rate to use with an optimizer: the recipe's with the recipe's optimizer, else a usual one.</summary>
    public float UsualLearningRate(OptimizerKind optimizer) =>
        For(Model) is var recipe && optimizer == recipe.Optimizer ? recipe.LearningRate : optimizer.UsualLearningRate();

    /// <summary>Gets the learning rate to try after a training that diverged: the usual one where that is smaller, else a tenth.</summary>
    public float SmallerLearningRate() =>
        UsualLearningRate(Optimizer) is var usual && usual < LearningRate ? usual : LearningRate / 10;

    /// <summary>Gets these hyper-parameters with another optimizer and its usual learning rate.</summary>
    public HyperParameters WithOptimizer(OptimizerKind optimizer) =>
        optimizer == Optimizer ? this : this with { Optimizer = optimizer, LearningRate = UsualLearningRate(optimizer) };

    /// <summary>
    /// Creates a learner with a new network that measures the accuracy. Seeds <see cref="Randomness"/> of this thread with
    /// <see cref="Seed"/>. To train: <c>learner.Fit(h.Epochs, h.CreateSchedule(learner.Data.Train.Count))</c>.
    /// </summary>
    /// <param name="train">The training images, of which the first <see cref="DataSize"/> are used.</param>
    /// <param name="validation">The images to measure on after each epoch, or null.</param>
    /// <exception cref="ArgumentException">A value is not permitted; the message names it.</exception>
    public Learner CreateLearner(ImageDataset train, ImageDataset? validation)
    {
        Check();
        CheckFor(train);
        Randomness.Seed(Seed);
        var module = CreateModule(train.Rows, train.Columns, train.ClassNames.Count);
        var loaders = DataLoaders.Of(train.Take(DataSize ?? train.Count), validation, BatchSize, transforms: Augmentation.Create());
        return new Learner(
            loaders, module, CreateLoss(), Optimizer.Create(module.Parameters(), LearningRate, WeightDecay), new Accuracy());
    }

    /// <summary>Creates the network, with initial weights from <see cref="Randomness.Default"/>.</summary>
    /// <param name="rows">Rows of an image, at least 1.</param>
    /// <param name="columns">Columns of an image, at least 1.</param>
    /// <param name="classes">The number of classes, at least 1.</param>
    /// <returns>A network from [N, 1, rows, columns] to logits [N, classes].</returns>
    public Module CreateModule(int rows, int columns, int classes) =>
        ModelCatalog.Create(Model, rows, columns, classes, Hidden, Design);

    /// <summary>Creates the loss that is minimised.</summary>
    public Loss CreateLoss() => ModelCatalog.Find(Model).Loss(LabelSmoothing);

    /// <summary>Creates the schedule of the learning rate.</summary>
    /// <param name="stepsPerEpoch">The number of mini-batches of an epoch.</param>
    public Schedule CreateSchedule(int stepsPerEpoch) => Schedule.Create(LearningRate, (long)Epochs * stepsPerEpoch);

    /// <summary>Checks that all values are permitted, and that the network has what they choose.</summary>
    /// <exception cref="ArgumentException">One is not; the message begins with its name and value and says what is expected.</exception>
    public void Check()
    {
        Settings.Check(this);
        if (Hidden is not null && ModelCatalog.Find(Model).Hidden is null)
        {
            var others = ModelCatalog.All.Where(model => model.Hidden is not null).Select(model => model.Name);
            throw new ArgumentException($"hidden {Hidden}: {Model} has no hidden layer, expected --model {string.Join(" or ", others)}");
        }

        if (Design is not null && ModelCatalog.Find(Model).Design is null)
        {
            var chosen = FirstChosen();
            throw new ArgumentException(
                $"{chosen.Name} {chosen.Format(chosen.Get(this)!)}: the layers of {Model} cannot be chosen, expected --model custom");
        }

        if (LabelSmoothing > 0 && CreateLoss() is not CrossEntropyLoss)
            throw new ArgumentException($"label-smoothing {LabelSmoothing}: the loss of {Model} has none, expected 0");
    }

    /// <summary>Checks that the network for some images has no more elements than a model file (<see cref="ModelFile"/>).</summary>
    /// <param name="images">The images, on whose size and classes the number of weights depends.</param>
    /// <exception cref="ArgumentException">It has more; the message begins with name and value and says what is expected.</exception>
    public void CheckFor(ImageDataset images)
    {
        if (Design is not null)
            CheckDesign(Design, images);
        if ((Hidden ?? ModelCatalog.Find(Model).Hidden) is not { } hidden)
            return;

        // Each hidden unit has a weight for each pixel, a bias and a weight in each class.
        var classes = images.ClassNames.Count;
        var most = (ModelFile.MaximumElements - classes) / (((long)images.Rows * images.Columns) + 1 + classes);
        if (hidden > most)
        {
            throw new ArgumentException(
                $"hidden {hidden}: {Model} for images of {images.Rows}x{images.Columns} would have more than "
                + $"{ModelFile.MaximumElements:N0} weights, expected at most {most}");
        }
    }

    private NetworkDesign DesignOrDefault => Design ?? new NetworkDesign();

    /// <summary>The first setting of a design that is not the default.</summary>
    private Setting<HyperParameters> FirstChosen()
    {
        var defaults = this with { Design = new NetworkDesign() };
        return Settings.FirstOrDefault(setting => !Equals(setting.Get(this), setting.Get(defaults))) ?? Settings["layers"];
    }

    private static void CheckDesign(NetworkDesign design, ImageDataset images)
    {
        var (rows, columns) = (images.Rows, images.Columns);
        if (Math.Min(rows, columns) < design.MinSide)
        {
            throw new ArgumentException(
                $"convolutions {design.Convolutions}: images of {rows}x{columns}, expected at least {design.MinSide}x{design.MinSide}");
        }

        if (design.CountParameters(rows, columns, images.ClassNames.Count) > ModelFile.MaximumElements)
        {
            throw new ArgumentException(
                $"layers {design.Layers}: custom for images of {rows}x{columns} would have more than {ModelFile.MaximumElements:N0} "
                + "weights, expected fewer");
        }
    }
}
