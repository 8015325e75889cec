using System.Globalization;
using System.Runtime.InteropServices;
using Inkling.Cli.Commands;
using Inkling.Cli.Output;
using Inkling.Cli.Runs;
using Inkling.Data;
using Inkling.Figures.Report;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Cli.Reports;

/// <summary>Reads what a run folder keeps and opens its data: what a report is made of.</summary>
internal static class RunLoader
{
    /// <summary>Reads a run.</summary>
    /// <param name="file">The model's file.</param>
    /// <param name="model">The model.</param>
    /// <param name="source">Whose test images to take; null for the run's own.</param>
    /// <param name="limit">How many test images at most.</param>
    /// <param name="screen">Where notices go.</param>
    /// <param name="json">Whether standard output is for a program.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="CliException">The folder is not that of one run, or the data does not fit the model.</exception>
    public static ReportSubject Read(
        string file, TrainedModel model, string? source, int? limit, Screen screen, bool json, CancellationToken cancellation)
    {
        var folder = Path.GetDirectoryName(file) ?? "";
        var config = File.Exists(Path.Combine(folder, RunFolder.ConfigName)) ? RunConfig.Read(folder) : null;
        if (config is not null && config.Settings.Model != model.Name)
        {
            throw new CliException(
                $"{file}: a {model.Name}, but {RunFolder.ConfigName} beside it is of a {config.Settings.Model}; expected the folder of one run");
        }

        var isOwn = source is null && config is not null;
        var images = isOwn
            ? TrainOptions.OpenImages(config!, screen, json, cancellation)
            : RunImages.Of(
                DatasetLoader.Open(
                    source ?? config?.Source, limit, ModelCatalog.Find(model.Name).Classes, screen, json, cancellation, testOnly: true),
                        null, null);
        var data = images.Data;
        if (data.Test.Count == 0)
            throw new CliException($"{data.Name}: no test images in it, expected at least one");
        var test = ModelLoader.InClassesOf(model, data.Test, file);
        var steps = isOwn ? RunMetrics.ReadSteps(folder) : [];
        return new ReportSubject
        {
            Name = Name(file),
            Model = model,
            Data = data.Name,
            Test = limit is { } most ? test.Take(most) : test,
            Train = isOwn ? ModelLoader.InClassesOf(model, images.Train, file) : null,
            HeldOut = isOwn ? images.HeldOut : null,
            Settings = config?.Settings,
            Epochs = RunMetrics.ReadEpochs(folder),
            Losses = [.. steps.Select(step => step.Loss)],
            SmoothedLosses = [.. steps.Select(step => step.Smoothed)],
            LearningRates = [.. steps.Select(step => step.LearningRate)],
            Facts = [.. Facts(model, config, data)],
            Commands = config is null ? [] : [.. Commands(config, folder, source)],
        };
    }

    private static string Name(string file) =>
        Path.GetFileName(file) == RunFolder.ModelName
            ? Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file))!)
            : Path.GetFileName(file);

    private static IEnumerable<ReportFact> Facts(TrainedModel model, RunConfig? config, DigitData data)
    {
        yield return new("network", $"{model.Name}: {ModelCatalog.Find(model.Name).Description}");
        yield return new("data", $"{data.Name}, images of {model.Rows}x{model.Columns}; {data.Origin.Verification}");
        if (config is { Settings: var settings })
        {
            yield return new(
                "training", $"{Format.Counted(settings.Epochs, "epoch")}, batches of {settings.BatchSize}, seed {settings.Seed}");
            yield return new(
                "optimizer",
                string.Create(
                CultureInfo.InvariantCulture, $"{KebabCase.Of(settings.Optimizer)}, learning rate {settings.LearningRate} {KebabCase.Of(settings.Schedule)}"));
            yield return new("augmentation", KebabCase.Of(settings.Augmentation));
        }

        yield return new(
            "machine", $"{InfoCommand.Processor() ?? "unknown processor"}, {Format.Counted(Compute.Threads, "thread")}, vectors of {Compute.VectorBits} bits");
        yield return new("software", $"inkling {RunConfig.Version}, .NET {Environment.Version}, {RuntimeInformation.OSDescription}");
    }

    private static IEnumerable<string> Commands(RunConfig config, string run, string? source)
    {
        // Beside the run, which a training would not write over.
        var folder = $"{run}-again";
        yield return $"{config.Command} --out {Shell.Quoted(folder)}";
        yield return $"inkling evaluate {Shell.Quoted(folder)}";
        yield return $"inkling report {Shell.Quoted(folder)}{(source is null ? "" : $" --data {Shell.Quoted(source)}")}";
    }
}
