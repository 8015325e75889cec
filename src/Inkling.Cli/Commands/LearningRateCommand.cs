using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Inkling.Cli.Output;
using Inkling.Cli.Runs;
using Inkling.Data;
using Inkling.Figures.Charts;
using Inkling.Training;

namespace Inkling.Cli.Commands;

/// <summary>inkling lr-find: which learning rate to take, from a few steps with a rising one.</summary>
internal static class LearningRateCommand
{
    private const int ShownRates = 20;
    private const int PlotWidth = 40;

    private static readonly Option<float?> From = Values.Positive("--from", "The first learning rate [default: 0.0000001]");
    private static readonly Option<float?> To = Values.Positive("--to", "The last learning rate [default: 10]");
    private static readonly Option<int?> Steps = Values.Whole("--steps", "Steps from the first to the last [default: 100]", 20, 100_000);
    private static readonly Option<string> Out = FigureOption.Of("Draw the curve");
    private static readonly Option<int?> Threads = Values.Whole("--threads", "Threads to work with [default: one per processor]", 1, 256);
    private static readonly Option<bool> AsJson = Values.Switch("--json", "Print the result as one JSON object");

    public static Command Create()
    {
        var command = new Command("lr-find", "Find a learning rate: raise it over some steps until the loss breaks away.")
        {
            TrainOptions.Model, TrainOptions.Hidden, TrainOptions.Data, TrainOptions.BatchSize, TrainOptions.Optimizer,
            TrainOptions.Augmentation,
            TrainOptions.Seed, TrainOptions.Limit, From, To, Steps, Threads, Out, AsJson,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var json = parsed.GetValue(AsJson);
        var screen = Screen.Open(json);
        using var interruption = new Interruption();
        if (parsed.GetValue(Threads) is { } threads)
            Compute.Threads = threads;
        var (from, to, steps) = (parsed.GetValue(From) ?? 1e-7f, parsed.GetValue(To) ?? 10, parsed.GetValue(Steps) ?? 100);
        if (from >= to)
            throw new UsageException($"{From.Name} {from}: expected less than {to}, the last rate");
        var file = parsed.GetValue(Out);
        FigureOption.Check(file);
        var (config, images) = TrainOptions.Open(parsed, screen, json, interruption.Token);
        var data = images.Data;
        var settings = config.Settings;
        screen.Line(
            $"{settings.Model}, {KebabCase.Of(settings.Optimizer)}, batches of {settings.BatchSize} of {Format.Counted(data.Train.Count, "training image")} of {data.Name}");
        var search = Search(settings.CreateLearner(data.Train, null), from, to, steps, interruption.Token);
        if (file is not null)
            FigureOption.Save(TrainingCharts.Of(search), file);
        if (json)
            Json.Print(writer => Write(writer, config, data, search));
        else
            Show(screen, config, search, file);
        return ExitCode.Done;
    }

    private static LearningRateSearch Search(Learner learner, float from, float to, int steps, CancellationToken cancellation)
    {
        try
        {
            return learner.FindLearningRate(from, to, steps, cancellation);
        }
        catch (DivergenceException error)
        {
            throw new CliException($"the loss breaks away at once from a learning rate of {from}: try a smaller {From.Name}", error);
        }
    }

    /// <summary>The curve as points, at some of its rates, and what it suggests.</summary>
    private static void Show(Screen screen, RunConfig config, LearningRateSearch search, string? file)
    {
        var (rates, losses) = (search.LearningRates, search.SmoothedLosses);
        var least = losses.Min();
        var most = losses[0] + ((losses[0] - least) / 4);
        var shown = Math.Min(ShownRates, rates.Count);
        screen.Line();
        screen.Line($"{"learning rate",13}  {"loss",7}  {least:0.00}{$"{most:0.00}",PlotWidth - 3}", "bold");
        for (var row = 0; row < shown; row++)
        {
            var (start, end) = (row * rates.Count / shown, (row + 1) * rates.Count / shown);
            var place = (int)Math.Round(Math.Clamp((losses[start] - least) / Math.Max(most - least, 1e-9), 0, 1) * PlotWidth);
            var point = losses[start] > most ? '>' : '*';
            var line = $"{new string(' ', place)}{point}".PadRight(PlotWidth + 1);
            screen.Line(
                $"{rates[start],13:0.0e+0}  {losses[start],7:0.0000}  {line}{Mark(search.Valley, "valley")}{Mark(search.Steepest, "steepest")}".TrimEnd());

            string Mark(float rate, string name) => rate >= rates[start] && (end == rates.Count || rate < rates[end]) ? $"  {name}" : "";
        }

        screen.Line();
        screen.Line($"valley    {search.Valley,-8:G2}  halfway down the longest fall: the one to take", "bold");
        screen.Line($"steepest  {search.Steepest,-8:G2}  where the loss falls fastest");
        screen.Line(
            $"Train with it: {RunConfig.CommandOf(config.Source, config.Settings with { LearningRate = TwoDigits(search.Suggestion) })}");
        if (file is not null)
            screen.Line($"The curve is drawn in {file}");
    }

    private static float TwoDigits(float rate) =>
        float.Parse(rate.ToString("G2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter json, RunConfig config, DigitData data, LearningRateSearch search)
    {
        json.WriteStartObject();
        json.WriteString("model", config.Settings.Model);
        json.WriteString("data", data.Name);
        json.WriteNumber("train_images", data.Train.Count);
        json.WriteNumber("batch_size", config.Settings.BatchSize);
        json.WriteString("optimizer", KebabCase.Of(config.Settings.Optimizer));
        json.WriteString("augmentation", KebabCase.Of(config.Settings.Augmentation));
        json.WriteNumber("seed", config.Settings.Seed);
        json.WriteNumber("suggestion", search.Suggestion);
        json.WriteNumber("valley", search.Valley);
        json.WriteNumber("steepest", search.Steepest);
        json.WriteStartArray("steps");
        for (var i = 0; i < search.LearningRates.Count; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("lr", search.LearningRates[i]);
            json.WriteNumber("loss", search.Losses[i]);
            json.WriteNumber("smoothed_loss", search.SmoothedLosses[i]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
