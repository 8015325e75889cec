using System.CommandLine;
using System.Text.Json;
using Inkling.Cli.Output;
using Inkling.Models;
using Inkling.Pictures;

namespace Inkling.Cli.Commands;

/// <summary>inkling predict: classifies pictures.</summary>
internal static class PredictCommand
{
    private const int BarWidth = 30;

    private static readonly Argument<string[]> Files = new("FILE")
    {
        Description = "PNG, JPEG, WebP, BMP and GIF files of any size, IDX files of many images, or - for standard input",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> Model = ModelLoader.Option();
    private static readonly Option<int?> Limit = CommonOptions.Limit("Use the first N images of each IDX file only");

    public static Command Create()
    {
        var command = new Command("predict", "Predict the digits in pictures.") { Files, Model, Limit, CommonOptions.Json };
        Files.Validators.Add(result =>
        {
            // A mistyped option is not a file name.
            if (result.Tokens.FirstOrDefault(
                token => token.Value.Length > 1 && token.Value[0] == '-' && !File.Exists(token.Value)) is { } unknown)
                result.AddError($"Unrecognized option {unknown.Value}");
        });
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        using var context = CommandContext.Open(parsed);
        var (modelFile, model) = ModelLoader.LoadForPictures(parsed.GetValue(Model), context);
        var predictor = new Predictor(model);
        var files = InputFile.Read(parsed.GetValue(Files)!, parsed.GetValue(Limit) ?? int.MaxValue);
        var results = files.Select(file => new Result(file, Predict(predictor, file, modelFile))).ToArray();
        if (context.IsJson)
            Json.Print(writer => Write(writer, results));
        else
            Show(context.Screen, model.ClassNames, results);
        foreach (var error in files.Select(file => file.Error).OfType<string>())
            CommandLine.Report(error);
        return Array.TrueForAll(files, file => file.Error is null) ? ExitCode.Success : ExitCode.Failure;
    }

    private static IReadOnlyList<Prediction> Predict(Predictor predictor, InputFile file, string modelFile)
    {
        if (file.Content is not { } content)
            return [];
        var predictions = predictor.Predict(content);
        return predictions.Any(prediction => prediction.Class is null)
            ? throw new CliException($"{modelFile}: the output of the model for {file.Path} is NaN")
            : predictions;
    }

    private static void Show(Screen screen, IReadOnlyList<string> classNames, Result[] results)
    {
        if (!screen.IsTerminal || results.Any(result => result.Predictions.Count > 1))
        {
            var rows = results.SelectMany(result => result.Predictions.Select((prediction, i) => Row(result.File.NameOf(i), prediction)));
            if (results.Any(result => result.Predictions.Count > 0))
                screen.Table(["file", "predicted", "confidence", .. classNames], [.. rows]);
        }
        else
        {
            foreach (var (file, predictions) in results.Where(result => result.Predictions.Count > 0))
                ShowBars(screen, file.Path, predictions[0]);
        }

        foreach (var (file, predictions) in results.Where(result => result.File.Content?.LabelsFile is not null))
        {
            var correct = predictions.Count(prediction => prediction.IsCorrect == true);
            screen.Line(
                $"{file.Path}: accuracy {Format.Percent(correct / (double)predictions.Count)}, {Format.Count(correct)} of "
                + $"{Format.Counted(predictions.Count, "image")} correct, by {file.Content!.LabelsFile}",
                "bold");
        }

        static string[] Row(string name, Prediction prediction) =>
        [
            name, prediction.ClassName!, Format.Percent(prediction.Confidence),
            .. prediction.Probabilities.ToArray().Select(probability => $"{probability:0.0000}"),
        ];
    }

    private static void ShowBars(Screen screen, string name, Prediction prediction)
    {
        screen.Line($"{name}: {prediction.ClassName}  ({Format.Percent(prediction.Confidence)})", "bold");
        for (var i = 0; i < prediction.ClassNames.Count; i++)
        {
            var probability = prediction.Probabilities[i];
            screen.Line(
                $"  {prediction.ClassNames[i],3} {Bar.Of(probability, BarWidth)} {Format.Percent(probability),9}",
                i == prediction.Class ? "green" : "grey");
        }

        screen.Line();
    }

    private static void Write(Utf8JsonWriter json, Result[] results)
    {
        json.WriteStartArray();
        foreach (var (file, predictions) in results)
        {
            foreach (var (i, prediction) in predictions.Index())
            {
                json.WriteStartObject();
                json.WriteString("file", file.Path);
                if (file.Content!.IsIdx)
                    json.WriteNumber("index", i);
                json.WriteClass("digit", prediction.ClassName!);
                if (file.Content.LabelsFile is not null)
                    json.WriteNumber("label", file.Content.Images.Labels[i]);
                json.WriteNumbers("probabilities", prediction.Probabilities);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    private sealed record Result(InputFile File, IReadOnlyList<Prediction> Predictions);
}
