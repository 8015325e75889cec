using System.CommandLine;
using Inkling.Cli.Output;
using Inkling.Cli.Runs;
using Inkling.Data;
using Inkling.Models;

namespace Inkling.Cli.Commands;

/// <summary>The argument that selects a run, and the loading of its model and data.</summary>
internal static class ModelLoader
{
    private const string Description =
        $"The folder of a run, a .safetensors file, or {PretrainedModel.Name} for the model that comes with inkling [default: the newest "
        + $"run below ./runs; {PretrainedModel.Name} where there is none]";

    public static Argument<string> Argument() => new("RUN") { Description = Description, Arity = ArgumentArity.ZeroOrOne };

    public static Option<string> Option() => Options.Text("--model", Description, $"RUN-FOLDER|MODEL.safetensors|{PretrainedModel.Name}");

    /// <summary>
    /// Finds and loads a model, and says where it is the pretrained one unasked, or nothing shows that its file is undamaged.
    /// </summary>
    /// <param name="run">What the user named; null for the newest run, or the pretrained model where there is none.</param>
    /// <param name="context">The command.</param>
    /// <returns>The model, and its file or <see cref="PretrainedModel.Name"/>.</returns>
    public static (string File, TrainedModel Model) Load(string? run, CommandContext context)
    {
        var file = RunFolder.FindModel(run);
        if (run is null && file == PretrainedModel.Name)
            context.Notify($"model: {PretrainedModel.Title}");
        var model = file == PretrainedModel.Name ? PretrainedModel.Load() : ErrorHandling.Naming(file, () => ModelFile.Load(file));
        if (!model.IsVerified)
            context.Notify($"{file}: unverified, the file has no checksum");
        return (file, model);
    }

    /// <summary>Finds and loads a model that classifies pictures.</summary>
    /// <param name="run">What the user named, or null.</param>
    /// <param name="context">The command.</param>
    /// <exception cref="CliException">The model takes images of another size, or that are prepared otherwise.</exception>
    public static (string File, TrainedModel Model) LoadForPictures(string? run, CommandContext context)
    {
        const int Size = MnistNormalizer.Size;
        var (file, model) = Load(run, context);
        return (model.Preparation, model.Rows, model.Columns) == (ImagePreparation.Mnist, Size, Size)
            ? (file, model)
            : throw new CliException(
                $"{file}: a model for images of {model.Rows}x{model.Columns} with the preparation {KebabCase.Of(model.Preparation)}, "
                + $"pictures are prepared as MNIST's {Size}x{Size} images");
    }

    /// <summary>Checks that a prediction has an alternative, as explanations and attacks need.</summary>
    /// <exception cref="CliException">The model has one class.</exception>
    public static void RequireTwoClasses(string file, TrainedModel model)
    {
        if (model.ClassNames.Count < 2)
            throw new CliException($"{file}: a model of one class, expected two or more");
    }

    /// <summary>Creates the error for weights that are finite, but whose sums are not.</summary>
    public static CliException OutputIsNaN(string file, string input) => new($"{file}: the output of the model for {input} is NaN");

    /// <summary>Loads a model and opens test images.</summary>
    /// <param name="run">What the user named, or null.</param>
    /// <param name="source">The data whose test images are used; null for the data that the run was trained on.</param>
    /// <param name="limit">The maximum number of images; null for all.</param>
    /// <param name="context">The command.</param>
    public static LoadedModel LoadWithImages(string? run, string? source, int? limit, CommandContext context)
    {
        var (file, model) = Load(run, context);
        var config = ConfigOf(file, model);
        var data = DatasetLoader.Open(source ?? config?.Source, limit, context, ModelCatalog.Find(model.Name).Classes, testOnly: true);
        if (data.Test.Count == 0)
            throw new CliException($"{data.Name}: no test images in it, expected at least one");
        return new LoadedModel(file, model, config, data, InClassesOf(model, data.Test, file));
    }

    /// <summary>Gets the folder of a model's file; null for the pretrained model.</summary>
    public static string? FolderOf(string file) => file == PretrainedModel.Name
        ? null
        : Path.GetDirectoryName(file) is { Length: > 0 } named ? named : ".";

    /// <summary>Reads the configuration of the run of a model; null for a file that is not in the folder of a run.</summary>
    /// <exception cref="CliException">The configuration is of another model.</exception>
    /// <exception cref="InvalidDataException">The configuration is damaged.</exception>
    public static RunConfig? ConfigOf(string file, TrainedModel model)
    {
        if (FolderOf(file) is not { } folder || !File.Exists(Path.Combine(folder, RunFolder.ConfigName)))
            return null;
        var config = RunConfig.Read(folder);
        return config.HyperParameters.Model == model.Name
            ? config
            : throw new CliException(
                $"{file}: a {model.Name}, but {RunFolder.ConfigName} beside it is of a {config.HyperParameters.Model}; "
                + "expected the folder of one run");
    }

    /// <summary>Gets the images with labels that are indices into the classes of the model.</summary>
    /// <exception cref="CliException">They have another size, or a class that the model has not.</exception>
    public static ImageDataset InClassesOf(TrainedModel model, ImageDataset images, string file)
    {
        if (images.Rows != model.Rows || images.Columns != model.Columns)
        {
            throw new CliException(
                $"{file}: a model for images of {model.Rows}x{model.Columns}, those of {images.Name} are {images.Rows}x{images.Columns}");
        }

        if (images.ClassNames.SequenceEqual(model.ClassNames))
            return images;
        var places = images.ClassNames.Select(name => model.ClassNames.ToList().IndexOf(name)).ToArray();
        var missing = Array.IndexOf(places, -1);
        if (missing >= 0)
        {
            throw new CliException(
                $"{file}: the model has no class {images.ClassNames[missing]}, which {images.Name} has; "
                + $"its classes are {string.Join(", ", model.ClassNames)}");
        }

        return new ImageDataset(
            images.Name, images.Pixels, Array.ConvertAll(images.Labels, label => (byte)places[label]), model.ClassNames, images.Rows,
            images.Columns);
    }
}
