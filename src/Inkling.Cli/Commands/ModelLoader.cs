using System.CommandLine;
using Inkling.Cli.Output;
using Inkling.Cli.Runs;
using Inkling.Data;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Cli.Commands;

/// <summary>A trained model with the test images that it is measured on.</summary>
/// <param name="File">The model's file.</param>
/// <param name="Model">The model.</param>
/// <param name="Data">The data that the images are of.</param>
/// <param name="Images">The test images, at least one, with the model's classes.</param>
internal sealed record LoadedModel(string File, TrainedModel Model, DigitData Data, ImageDataset Images);

/// <summary>The argument that chooses a run, and opening its model and data.</summary>
internal static class ModelLoader
{
    private const string Description = "The folder of a run, or a .safetensors file [default: the newest run below ./runs]";

    public static Argument<string> Argument() => new("RUN") { Description = Description, Arity = ArgumentArity.ZeroOrOne };

    public static Option<string> Option() => Values.Text("--model", Description, "RUN-FOLDER|MODEL.safetensors");

    /// <summary>Finds and reads a model.</summary>
    /// <param name="run">What the user named; null for the newest run.</param>
    public static (string File, TrainedModel Model) Read(string? run)
    {
        var file = RunFolder.FindModel(run);
        return (file, Failures.Naming(file, () => ModelFile.Load(file)));
    }

    /// <summary>Opens a model and test images.</summary>
    /// <param name="run">What the user named; null for the newest run.</param>
    /// <param name="source">Whose test images; null for those of the data that the run was trained on.</param>
    /// <param name="limit">How many images at most, or null.</param>
    /// <param name="screen">Hears of progress.</param>
    /// <param name="json">Whether the result is for a program.</param>
    /// <param name="cancellation">Ends it.</param>
    public static LoadedModel Open(string? run, string? source, int? limit, Screen screen, bool json, CancellationToken cancellation)
    {
        var (file, model) = Read(run);
        var data = DatasetLoader.Open(
            source ?? RunConfig.ReadSource(Path.GetDirectoryName(file) ?? ""), limit, ModelCatalog.Find(model.Name).Classes, screen, json,
            cancellation,
            testOnly: true);
        if (data.Test.Count == 0)
            throw new CliException($"{data.Name}: no test images in it, expected at least one");
        return new LoadedModel(file, model, data, InClassesOf(model, data.Test, file));
    }

    /// <summary>The images with the labels that the model's classes of the same names have.</summary>
    /// <exception cref="CliException">They have another size, or a class that the model does not know.</exception>
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
                $"{file}: the model does not know the class {images.ClassNames[missing]} of {images.Name}, its classes are {string.Join(", ", model.ClassNames)}");
        }

        return new ImageDataset(
            images.Name, images.Pixels, Array.ConvertAll(images.Labels, label => (byte)places[label]), model.ClassNames, images.Rows,
            images.Columns);
    }
}
