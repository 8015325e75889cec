using System.CommandLine;
using System.Text.Json;
using Inkling.Cli.Output;
using Inkling.Data;
using Inkling.Models;
using Inkling.Training;
using Inkling.Training.Metrics;

namespace Inkling.Cli.Commands;

/// <summary>inkling evaluate: the accuracy of a model on test images, in total and per class.</summary>
internal static class EvaluateCommand
{
    private static readonly Argument<string> Run = ModelLoader.Argument();
    private static readonly Option<string> Data =
        CommonOptions.Data("The data whose test images are classified [default: the data of the run]");

    public static Command Create()
    {
        var command = new Command("evaluate", "Measure the accuracy of a trained network on test images.")
        {
            Run, Data, CommonOptions.TestLimit, CommonOptions.Threads, CommonOptions.Json,
        };
        command.SetAction(Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        using var context = CommandContext.Open(parsed);
        var loaded =
            ModelLoader.LoadWithImages(parsed.GetValue(Run), parsed.GetValue(Data), parsed.GetValue(CommonOptions.TestLimit), context);
        var (file, model, _, data, _) = loaded;
        var confusion = new ConfusionMatrix();
        var loss = loaded.Measure([confusion], context.Cancellation);
        if (context.IsJson)
            Json.Print(writer => Write(writer, file, model, data, loss, confusion));
        else
            Show(context.Screen, file, model, data, loss, confusion);
        return ExitCode.Success;
    }

    private static void Show(Screen screen, string file, TrainedModel model, DigitData data, double loss, ConfusionMatrix result)
    {
        var images = Enumerable.Range(0, model.ClassNames.Count).Sum(result.Actual);
        screen.Line($"{model.Name} from {file}, on {Format.Counted(images, "test image")} of {data.Name} ({data.Origin.Location})");
        screen.Line();
        var rows = Enumerable.Range(0, model.ClassNames.Count)
            .Where(i => result.Actual(i) > 0)
            .Select(i => (string[])
            [
                model.ClassNames[i], Format.Count(result.Actual(i)), Format.Count(result.Correct(i)), Format.Percent(Share(result, i)),
            ])
            .ToArray();
        screen.Table(["class", "images", "correct", "accuracy"], rows);
        screen.Line();
        screen.Line($"loss {loss:0.0000}, accuracy {Format.Percent(result.Value)}", "bold");
    }

    private static void Write(Utf8JsonWriter json, string file, TrainedModel model, DigitData data, double loss, ConfusionMatrix result)
    {
        var images = Enumerable.Range(0, model.ClassNames.Count).Sum(result.Actual);
        json.WriteStartObject();
        json.WriteString("model", model.Name);
        json.WriteString("file", file);
        json.WriteBoolean("verified", model.IsVerified);
        json.WriteString("data", data.Name);
        json.WriteNumber("test_images", images);
        json.WriteFinite("test_loss", loss);
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
