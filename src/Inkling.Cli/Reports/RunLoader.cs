using System.Runtime.InteropServices;
using Inkling.Cli.Commands;
using Inkling.Cli.Output;
using Inkling.Cli.Runs;
using Inkling.Data;
using Inkling.Figures.Report;
using Inkling.Formats;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Cli.Reports;

/// <summary>Reads a run folder and opens its data: the subject of a report.</summary>
internal static class RunLoader
{
    /// <summary>Reads a run.</summary>
    /// <param name="file">The model's file.</param>
    /// <param name="model">The model.</param>
    /// <param name="source">The data whose test images are used; null for the data of the run.</param>
    /// <param name="limit">The maximum number of test images; null for all.</param>
    /// <param name="context">The command.</param>
    /// <exception cref="CliException">The folder is not that of one run, or the data does not fit the model.</exception>
    public static ReportSubject Read(string file, TrainedModel model, string? source, int? limit, CommandContext context)
    {
        var folder = ModelLoader.FolderOf(file);
        var config = ModelLoader.ConfigOf(file, model);
        var isOwn = source is null && config is not null;
        var images = isOwn
            ? TrainOptions.OpenImages(config!, context)
            : RunImages.Of(
                DatasetLoader.Open(source ?? config?.Source, limit, context, ModelCatalog.Find(model.Name).Classes, testOnly: true));
        var data = images.Data;
        if (data.Test.Count == 0)
            throw new CliException($"{data.Name}: no test images in it, expected at least one");
        var test = ModelLoader.InClassesOf(model, data.Test, file);
        var epochs = folder is null ? [] : RunMetrics.ReadEpochs(folder, model.Epochs);

        // Resumed from a checkpoint before its model, where a newer one is damaged, a run has measured less until it gets there again.
        if (epochs is [.., var last] && last.Epoch < model.Epochs)
            context.Notify(
                $"{Path.Combine(folder!, RunMetrics.EpochsName)}: ends with epoch {last.Epoch}, the model is that of epoch {model.Epochs}: "
                + "the curves end before it");
        var steps = isOwn ? RunMetrics.ReadSteps(folder!, model.Steps) : RunSteps.None;
        return new ReportSubject
        {
            Name = Name(file),
            Model = model,
            Data = data.Name,
            Test = limit is { } most ? test.Take(most) : test,
            Train = isOwn ? ModelLoader.InClassesOf(model, images.Train, file) : null,
            HeldOut = isOwn ? images.HeldOut : null,
            HyperParameters = config?.HyperParameters,
            Epochs = epochs,
            Losses = steps.Losses,
            SmoothedLosses = steps.SmoothedLosses,
            LearningRates = steps.LearningRates,
            Facts = [.. Facts(model, config, data)],
            Commands = config is null ? [] : [.. Commands(config, folder!, source)],
        };
    }

    private static string Name(string file) =>
        Path.GetFileName(file) == RunFolder.ModelName
            ? Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file))!)
            : Path.GetFileName(file);

    private static IEnumerable<ReportFact> Facts(TrainedModel model, RunConfig? config, DigitData data)
    {
        var unverified = model.IsVerified ? "" : "; unverified, the file has no checksum";
        yield return new("network", $"{model.Name}: {ModelCatalog.Find(model.Name).Description}{unverified}");
        yield return new("data", $"{data.Name}, images of {model.Rows}x{model.Columns}; {data.Origin.Verification}");
        if (config is not null)
            yield return new("hyper-parameters", config.Summary);
        if (model.Temperature != 1)
            yield return new("temperature", FormattableString.Invariant($"{model.Temperature}, fitted on held-out images"));
        yield return new(
            "machine",
            $"{InfoCommand.Processor() ?? "unknown processor"}, {Format.Counted(Compute.Threads, "thread")}, "
            + $"vectors of {Compute.VectorBits} bits, "
            + Format.Arithmetic(Compute.Arithmetic));
        yield return new("software", $"inkling {RunConfig.Version}, .NET {Environment.Version}, {RuntimeInformation.OSDescription}");
    }

    private static IEnumerable<string> Commands(RunConfig config, string run, string? source)
    {
        // A training does not overwrite a run; the current folder has no name here.
        var folder = run == "." ? "again" : $"{run}-again";
        yield return $"{config.Command} --out {Shell.Quoted(folder)}";
        yield return $"inkling evaluate {Shell.Quoted(folder)}";
        yield return $"inkling report {Shell.Quoted(folder)}{(source is null ? "" : $" --data {Shell.Quoted(source)}")}";
    }
}
