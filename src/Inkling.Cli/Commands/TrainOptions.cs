using System.CommandLine;
using Inkling.Cli.Runs;
using Inkling.Data;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Cli.Commands;

/// <summary>
/// The options that say what a training computes: they make the <see cref="RunConfig"/> of a new run, or are compared with that of a
/// resumed one.
/// </summary>
/// <param name="settings">The settings that the result depends on.</param>
/// <param name="execution">The settings that do not change the result.</param>
internal sealed class TrainOptions(IEnumerable<Setting<RunConfig>> settings, params IEnumerable<Setting<RunConfig>> execution)
{
    private readonly SettingOptions<RunConfig> _settings = new(settings, [.. ModelCatalog.Names.Select(RecipeOf)]);
    private readonly SettingOptions<RunConfig> _execution = new(execution, [RecipeOf(ModelCatalog.Names.First())]);

    private readonly Option<string> _data = CommonOptions.Data(
        "The data to train on: mnist, handwriting (generated digits), a folder of pictures by class, a folder of IDX or CSV files, or one "
        + "such file [default: mnist where it can be had, else handwriting]");

    public IEnumerable<Option> All => [.. _settings.All, _data, .. _execution.All];

    /// <summary>Creates the configuration of a new run, from the given values and the model's recipe, and opens its images.</summary>
    /// <exception cref="UsageException">
    /// There are fewer images than the data size or the batch size, or the model has not what is chosen or is too large for the images.
    /// </exception>
    /// <exception cref="CliException">The images are smaller than those of the model.</exception>
    public (RunConfig Config, RunImages Images) Open(ParseResult parsed, CommandContext context)
    {
        var config = _execution.Apply(parsed, _settings.Apply(parsed, RecipeOf(ModelCatalog.Names.First())));
        var hyperParameters = Checked(config.HyperParameters);
        var source = parsed.GetValue(_data);
        var data = DatasetLoader.Open(ModelCatalog.Find(hyperParameters.Model), source, config.Limit, context);
        if (hyperParameters.DataSize > data.Train.Count)
            throw new UsageException(
                $"--data-size {hyperParameters.DataSize}: expected at most {data.Train.Count}, the number of training images");
        _ = Checked(hyperParameters, data.Train);
        var images = RunImages.Of(data, hyperParameters.DataSize, config.ValidationSplit);
        var isGiven = parsed.GetValue(_settings["batch-size"]) is not null;
        return (config with
        {
            HyperParameters = hyperParameters with { BatchSize = BatchSizeFor(hyperParameters.BatchSize, isGiven, images.Train.Count) },
            Source = DatasetLoader.Source(source, data),
        }, images);
    }

    /// <summary>Opens the images of a run that is resumed or looked at.</summary>
    public static RunImages OpenImages(RunConfig config, CommandContext context)
    {
        var hyperParameters = config.HyperParameters;
        var data = DatasetLoader.Open(ModelCatalog.Find(hyperParameters.Model), config.Source, config.Limit, context);
        _ = Checked(hyperParameters, data.Train);
        return RunImages.Of(data, hyperParameters.DataSize, config.ValidationSplit);
    }

    /// <summary>
    /// Gets the configuration of a run that is resumed with the given values. Threads and checkpoints do not change the result and may
    /// differ, and the number of epochs where the learning rates do not depend on it.
    /// </summary>
    /// <exception cref="UsageException">Another value that was given is not that of the run.</exception>
    public RunConfig Resume(ParseResult parsed, RunConfig config, string run)
    {
        if (parsed.GetValue(_settings["epochs"]) is int epochs && epochs != config.HyperParameters.Epochs)
            config = config with { HyperParameters = WithEpochs(config, epochs, run) };
        var source = parsed.GetValue(_data);
        if (source is not (null or "mnist" or "handwriting"))
            source = Path.GetFullPath(source);
        SettingOptions<RunConfig>.CheckUnchanged(_data, value => $"{value}", source, config.Source, run);
        _settings.CheckUnchanged(parsed, config, run);
        return _execution.Apply(parsed, config with { Threads = Compute.Threads });
    }

    /// <summary>Checks hyper-parameters: before any data is opened, or for the images that are trained on.</summary>
    /// <exception cref="UsageException">The model has not what they choose, or is too large for the images.</exception>
    public static HyperParameters Checked(HyperParameters hyperParameters, ImageDataset? images = null)
    {
        try
        {
            if (images is null)
                hyperParameters.Check();
            else
                hyperParameters.CheckFor(images);
            return hyperParameters;
        }
        catch (ArgumentException error)
        {
            throw new UsageException($"--{error.Message}");
        }
    }

    /// <summary>The batch size; one that was not given is at most the number of images.</summary>
    /// <exception cref="UsageException">One that was given is larger.</exception>
    public static int BatchSizeFor(int batchSize, bool isGiven, int images) => !isGiven || batchSize <= images
        ? Math.Min(batchSize, images)
        : throw new UsageException($"--batch-size {batchSize}: expected at most {images}, the number of training images");

    private static HyperParameters WithEpochs(RunConfig config, int epochs, string run) => config.AllowsOtherEpochs
        ? config.HyperParameters with { Epochs = epochs }
        : throw new UsageException(
            $"--epochs {epochs}: {run} was started with --epochs {config.HyperParameters.Epochs}, on which the learning rates of "
            + $"--schedule {KebabCase.Of(config.HyperParameters.Schedule)} depend from the first step; "
            + $"expected a new run with --epochs {epochs}");

    private static RunConfig RecipeOf(string model) => new() { HyperParameters = HyperParameters.For(model) };
}
