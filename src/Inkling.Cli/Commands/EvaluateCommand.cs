using System.CommandLine;
using System.Text.Json;
using Inkling.Cli.Output;
using Inkling.Data;
using Inkling.Models;
using Inkling.Training;
using Inkling.Training.Metrics;

namespace Inkling.Cli.Commands;

/// <summary>inkling evaluate: how well a model reads test images, class by class.</summary>
internal static class EvaluateCommand
{
    private static readonly Argument<string> Run = ModelLoader.Argument();
    private static readonly Option<string> Data = DatasetLoader.Option("Whose test images to read [default: the data of the run]");
    private static readonly Option<int?> Limit = DatasetLoader.LimitOption("Take only the first N test images");
    private static readonly Option<int?> Threads = Values.Whole("--threads", "Threads to work with [default: one per processor]", 1, 256);
    private static readonly Option<bool> AsJson = Values.Switch("--json", "Print the result as one JSON object");

    public static Command Create()
    {
        var command =
            new Command("evaluate", "Measure how well a trained network reads test images.") { Run, Data, Limit, Threads, AsJson };
        command.SetAction(Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        var json = parsed.GetValue(AsJson);
        var screen = Screen.Open(json);
        using var interruption = new Interruption();
        if (parsed.GetValue(Threads) is { } threads)
            Compute.Threads = threads;
        var (file, model, data, images) =
            ModelLoader.Open(parsed.GetValue(Run), parsed.GetValue(Data), parsed.GetValue(Limit), screen, json, interruption.Token);
        var recipe = ModelCatalog.Find(model.Name);
        var confusion = new ConfusionMatrix();
        var loss = Evaluator.Run(model.Module, DataLoaders.ForValidation(images), recipe.Loss(), [confusion], interruption.Token);
        if (json)
            Json.Print(writer => Write(writer, file, model, data, loss, confusion));
        else
            Show(screen, file, model, data, loss, confusion);
        return ExitCode.Done;
    }

    private static void Show(Screen screen, string file, TrainedModel model, DigitData data, double loss, ConfusionMatrix result)
    {
        var images = Enumerable.Range(0, model.ClassNames.Count).Sum(result.Actual);
        screen.Line($"{model.Name} from {file}, on {Format.Counted(images, "test image")} of {data.Name} ({data.Origin.Location})");
        screen.Line();
        var rows = Enumerable.Range(0, model.ClassNames.Count)
            .Where(i => result.Actual(i) > 0)
            .Select(i =>
                new[] { model.ClassNames[i], Format.Count(
                    result.Actual(i)), Format.Count(result.Correct(i)), Format.Percent(Share(result, i)) })
            .ToArray();
        screen.Table(["class", "images", "right", "accuracy"], rows);
        screen.Line();
        screen.Line($"loss {loss:0.0000}, accuracy {Format.Percent(result.Value)}", "bold");
    }

    private static void Write(Utf8JsonWriter json, string file, TrainedModel model, DigitData data, double loss, ConfusionMatrix result)
    {
        var images = Enumerable.Range(0, model.ClassNames.Count).Sum(result.Actual);
        json.WriteStartObject();
        json.WriteString("model", model.Name);
        json.WriteString("file", file);
        json.WriteString("data", data.Name);
        json.WriteNumber("test_images", images);
        json.WriteNumber("test_loss", loss);
        json.WriteNumber("test_accuracy", result.Value);
        json.WriteStartArray("classes");
        for (var i = 0; i < model.ClassNames.Count; i++)
        {
            if (result.Actual(i) == 0)
                continue;
            json.WriteStartObject();
            json.WriteString("class", model.ClassNames[i]);
            json.WriteNumber("images", result.Actual(i));
            json.WriteNumber("correct", result.Correct(i));
            json.WriteNumber("accuracy", Share(result, i));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static double Share(ConfusionMatrix result, int index) => result.Correct(index) / (double)result.Actual(index);
}
