using System.CommandLine;
using Inkling.Cli.Output;
using Inkling.Data;
using Inkling.Models;
using Inkling.Pictures;

namespace Inkling.Cli.Commands;

/// <summary>The options that choose data, and opening it with progress and notices.</summary>
internal static class DatasetLoader
{
    private const int GeneratedTrain = 60_000;
    private const int GeneratedTest = 10_000;

    /// <summary>Training images beside test images that alone are used: some of each class.</summary>
    private const int GeneratedBeside = 100;

    /// <summary>Decides which training images are held out: the same in every run and every sweep, so that they can be compared.</summary>
    public const ulong SplitSeed = 1;

    public static Option<string> Option(string description) => Values.Text("--data", description, "mnist|handwriting|PATH");

    public static Option<int?> LimitOption(string description) => Values.Whole("--limit", description, 1, int.MaxValue);

    /// <summary>Opens a source; with a limit, at most that many images of each side.</summary>
    public static DigitData Open(string? source, int? limit, Screen screen, bool json, CancellationToken cancellation) =>
        Open(source, limit, null, screen, json, cancellation);

    /// <summary>
    /// Opens a source with some classes only, or all where they are null; with a limit, at most that many images of them on each side.
    /// Where only the test images are used, next to no others are generated.
    /// </summary>
    public static DigitData Open(
        string? source, int? limit, IReadOnlyList<string>? classes, Screen screen, bool json, CancellationToken cancellation,
        bool testOnly = false)
    {
        // The generator draws as many images of each digit: this many, so that the limit is reached with some of them.
        var generated = classes is { Count: > 0 } ? (int?)Math.Min((limit ?? GeneratedTrain) * 10L / classes.Count, GeneratedTrain) : limit;
        var data = screen.WithProgress(
            "opening the data", report => DataSources.Open(source, OptionsFor(generated, testOnly, screen, report), cancellation));
        cancellation.ThrowIfCancellationRequested();
        if (data.Notice is { } notice)
            Tell(notice, screen, json);
        if (classes is not null)
            data = data.Only([.. classes]);
        return limit is { } most ? data with { Train = data.Train.Take(most), Test = data.Test.Take(most) } : data;
    }

    /// <summary>Opens a source for a network: in the classes that it is for.</summary>
    /// <exception cref="CliException">The images are smaller than the network reads.</exception>
    public static DigitData Open(ModelRecipe recipe, string? source, int? limit, Screen screen, bool json, CancellationToken cancellation)
    {
        var data = Open(source, limit, recipe.Classes, screen, json, cancellation);
        return Math.Min(data.Train.Rows, data.Train.Columns) >= recipe.MinSide
            ? data
            : throw new CliException(
                $"{data.Name}: images of {data.Train.Rows}x{data.Train.Columns}, {recipe.Name} expects at least {recipe.MinSide}x{recipe.MinSide}");
    }

    /// <summary>What names the data again later: the word, or a path that holds in any folder.</summary>
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

    /// <summary>A notice reaches the person even where the screen is for nobody.</summary>
    public static void Tell(string notice, Screen screen, bool json)
    {
        if (json && !screen.IsTerminal)
            CommandLine.Report(notice.ReplaceLineEndings(" "));
        else
            screen.Line(notice, "yellow");
    }

    /// <summary>Passes on at once, on the same thread; the system's own class hands over to others.</summary>
    private sealed class Relay<T>(Action<T> action) : IProgress<T>
    {
        public void Report(T value) => action(value);
    }
}
