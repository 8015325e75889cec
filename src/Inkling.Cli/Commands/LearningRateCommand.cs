using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Inkling.Cli.Output;
using Inkling.Cli.Runs;
using Inkling.Data;
using Inkling.Figures.Charts;
using Inkling.Training;

namespace Inkling.Cli.Commands;

/// <summary>inkling lr-find: the learning-rate range test.</summary>
internal static class LearningRateCommand
{
    private const int ShownRates = 20;
    private const int PlotWidth = 40;

    /// <summary>The settings that the test does not use.</summary>
    private static readonly string[] Unused = ["lr", "schedule", "epochs", "data-size", "validation-split"];

    private static readonly TrainOptions TrainOptions = new(RunConfig.Settings.Where(setting => !Unused.Contains(setting.Name)));
    private static readonly Option<float?> From =
        Options.Of("--from", "The first learning rate [default: 0.0000001]", ValueRange.Positive);
    private static readonly Option<float?> To = Options.Of("--to", "The last learning rate [default: 10]", ValueRange.Positive);
    private static readonly Option<int?> Steps = Options.Whole("--steps", "The number of steps [default: 100]", 20, 100_000);
    private static readonly Option<string> Out = FigureOption.Of("Draw the curve");

    public static Command Create()
    {
        var command = new Command("lr-find", "Find a learning rate: raise it over some steps until the loss diverges.");
        foreach (var option in (Option[])[.. TrainOptions.All, From, To, Steps, CommonOptions.Threads, Out, CommonOptions.Json])
            command.Options.Add(option);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        using var context = CommandContext.Open(parsed);
        var screen = context.Screen;
        var (from, to, steps) = (parsed.GetValue(From) ?? 1e-7f, parsed.GetValue(To) ?? 10, parsed.GetValue(Steps) ?? 100);
        if (from >= to)
            throw new UsageException($"{From.Name} {from}: expected less than {to}, the last rate");
        var file = parsed.GetValue(Out);
        FigureOption.Check(file);
        var (config, images) = TrainOptions.Open(parsed, context);
        var data = images.Data;
        var hyperParameters = config.HyperParameters;
        screen.Line(
            $"{hyperParameters.Model}, {KebabCase.Of(hyperParameters.Optimizer)}, mini-batches of {hyperParameters.BatchSize}, "
            + $"{Format.Counted(data.Train.Count, "training image")} of {data.Name}");
        var search = Search(hyperParameters.CreateLearner(data.Train, null), from, to, steps, context.Cancellation);
        if (file is not null)
            FigureOption.Save(TrainingCharts.Of(search), file);
        if (context.IsJson)
            Json.Print(writer => Write(writer, config, data, search));
        else
            Show(screen, config, search, file);
        return ExitCode.Success;
    }

    private static LearningRateSearch Search(Learner learner, float from, float to, int steps, CancellationToken cancellation)
    {
        try
        {
            return learner.FindLearningRate(from, to, steps, cancellation);
        }
        catch (DivergenceException error)
        {
            throw new CliException($"the loss diverges at once with a learning rate of {from}: try a smaller {From.Name}", error);
        }
    }

    /// <summary>The curve as points, at some of its learning rates, and the suggestions.</summary>
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
            var marks = Mark(search.Valley, "valley") + Mark(search.Steepest, "steepest");
            screen.Line($"{rates[start],13:0.0e+0}  {losses[start],7:0.0000}  {line}{marks}".TrimEnd());

            string Mark(float rate, string name) => rate >= rates[start] && (end == rates.Count || rate < rates[end]) ? $"  {name}" : "";
        }

        screen.Line();
        screen.Line($"valley    {search.Valley,-8:G2}  halfway down the longest fall: the suggestion", "bold");
        screen.Line($"steepest  {search.Steepest,-8:G2}  where the loss falls fastest");
        var suggested = config.HyperParameters with { LearningRate = TwoDigits(search.Suggestion) };
        screen.Line($"Train with it: {RunConfig.CommandOf(config.Source, suggested)}");
        if (file is not null)
            screen.Line($"The curve is drawn in {file}");
    }

    private static float TwoDigits(float rate) =>
        float.Parse(rate.ToString("G2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter json, RunConfig config, DigitData data, LearningRateSearch search)
    {
        json.WriteStartObject();
        json.WriteString("data", data.Name);
        json.WriteNumber("train_images", data.Train.Count);
        foreach (var setting in HyperParameters.Settings.Where(setting => !Unused.Contains(setting.Name)))
            setting.Write(json, config.HyperParameters);
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
