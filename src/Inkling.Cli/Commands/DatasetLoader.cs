using Inkling.Cli.Output;
using Inkling.Data;
using Inkling.Models;
using Inkling.Pictures;

namespace Inkling.Cli.Commands;

/// <summary>Opens data, with progress and notices.</summary>
internal static class DatasetLoader
{
    private const int GeneratedTrain = 60_000;
    private const int GeneratedTest = 10_000;

    /// <summary>The number of generated training images where only the test images are used: some of each class.</summary>
    private const int GeneratedBeside = 100;

    /// <summary>The seed of the held-out training images: the same in every run and every sweep, so that they can be compared.</summary>
    public const ulong SplitSeed = 1;

    /// <summary>Opens a source.</summary>
    /// <param name="source">The value of --data; null for MNIST where it can be had, else generated digits.</param>
    /// <param name="limit">The maximum number of training images and of test images; null for all.</param>
    /// <param name="context">The command.</param>
    /// <param name="classes">The classes to keep; null for all.</param>
    /// <param name="testOnly">Whether only the test images are used; few others are generated then.</param>
    public static DigitData Open(
        string? source, int? limit, CommandContext context, IReadOnlyList<string>? classes = null, bool testOnly = false)
    {
        // The generator draws the ten digits equally often: so many, that the limit is reached with the classes that are kept.
        var generated = classes is { Count: > 0 } ? (int?)Math.Min((limit ?? GeneratedTrain) * 10L / classes.Count, GeneratedTrain) : limit;
        var data = context.Screen.WithProgress("opening the data", report =>
            DataSources.Open(source, OptionsFor(generated, testOnly, context.Screen, report), context.Cancellation));
        context.Cancellation.ThrowIfCancellationRequested();
        if (data.Notice is { } notice)
            context.Notify(notice);
        if (classes is not null)
            data = data.Only([.. classes]);
        return limit is { } most ? data with { Train = data.Train.Take(most), Test = data.Test.Take(most) } : data;
    }

    /// <summary>Opens a source for a model, with the classes of the model.</summary>
    /// <exception cref="CliException">The images are smaller than the minimum of the model.</exception>
    public static DigitData Open(ModelDefinition definition, string? source, int? limit, CommandContext context)
    {
        var data = Open(source, limit, context, definition.Classes);
        return Math.Min(data.Train.Rows, data.Train.Columns) >= definition.MinSide
            ? data
            : throw new CliException(
                $"{data.Name}: images of {data.Train.Rows}x{data.Train.Columns}, "
                + $"{definition.Name} expects at least {definition.MinSide}x{definition.MinSide}");
    }

    /// <summary>Gets the value of --data that opens the same data from any folder: a name, or an absolute path.</summary>
    public static string Source(string? source, DigitData data) => source switch
    {
        null => data.Origin.Location == "generated" ? "handwriting" : "mnist",
        "mnist" or "handwriting" => source,
        _ => Path.GetFullPath(source),
    };

    private static DataSourceOptions OptionsFor(int? limit, bool testOnly, Screen screen, ProgressReport report) => new()
    {
        GeneratedTrainCount = Math.Min(limit ?? GeneratedTrain, testOnly ? GeneratedBeside : GeneratedTrain),
        GeneratedTestCount = Math.Min(limit ?? GeneratedTest, GeneratedTest),
        Pictures = ImageFolder.TryOpen,
        Mnist = new MnistOptions
        {
            Progress = new Relay<DownloadProgress>(progress =>
            {
                if (progress.Bytes == 0 && !screen.IsTerminal)
                    screen.Line($"Downloading {progress.File} ({Format.Counted(progress.Total, "byte")})");
                report.Report(progress.Bytes / (double)Math.Max(1, progress.Total), $"downloading {progress.File}");
            }),
            Messages = new Relay<string>(message => screen.Line(message, "yellow")),
        },
    };

    /// <summary>Calls the action on the reporting thread, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Relay<T>(Action<T> action) : IProgress<T>
    {
        public void Report(T value) => action(value);
    }
}
