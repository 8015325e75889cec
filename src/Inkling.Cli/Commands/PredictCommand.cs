using System.CommandLine;
using System.Text.Json;
using Inkling.Cli.Output;
using Inkling.Cli.Reading;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Cli.Commands;

/// <summary>inkling predict: classifies pictures.</summary>
internal static class PredictCommand
{
    private const int BarWidth = 30;
    private static readonly Argument<string[]> Files = new("FILE")
    {
        Description = "PNG files of any size, IDX files of many images, or - for standard input",
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
        var json = parsed.GetValue(CommonOptions.Json);
        var (modelFile, model) = ModelLoader.Load(parsed.GetValue(Model));
        var reader = new DigitReader(model, modelFile);
        var files = PictureReader.Read(parsed.GetValue(Files)!, parsed.GetValue(Limit) ?? int.MaxValue);
        var readings = files.Select(file => reader.Read(file.Pictures)).ToArray();
        if (json)
            Json.Print(writer => Write(writer, model, readings.SelectMany(some => some)));
        else
            Show(Screen.Open(json: false), model, files, readings);
        foreach (var file in files)
        {
            if (file.Error is not null)
                CommandLine.Report(file.Error);
        }

        return Array.Exists(files, file => file.Error is not null) ? ExitCode.Failure : ExitCode.Success;
    }

    private static void Show(Screen screen, TrainedModel model, PictureFile[] files, IReadOnlyList<DigitReading>[] readings)
    {
        var isTable = !screen.IsTerminal || readings.Any(some => some.Count > 1);
        if (isTable && readings.Any(some => some.Count > 0))
        {
            string[] headers = ["file", "digit", "confidence", .. model.ClassNames];
            screen.Table(headers, [.. readings.SelectMany(some => some).Select(Row)]);
        }
        else
        {
            foreach (var reading in readings.SelectMany(some => some))
                ShowBars(screen, model, reading);
        }

        foreach (var (file, some) in files.Zip(readings))
        {
            if (file.LabelsFile is not null && some.Count > 0)
            {
                var right = some.Count(reading => reading.Picture.Label is { } label && model.ClassNames[reading.Class] == $"{label}");
                screen.Line(
                    $"{some[0].Picture.File}: {Format.Percent(right / (double)some.Count)} of {Format.Counted(some.Count, "image")} right, by {file.LabelsFile}",
                    "bold");
            }
        }

        string[] Row(DigitReading reading) =>
        [
            reading.Picture.Index is { } index ? $"{reading.Picture.File}[{index}]" : reading.Picture.File,
            model.ClassNames[reading.Class],
            Format.Percent(reading.Confidence),
            .. reading.Probabilities.Select(probability => $"{probability:0.0000}"),
        ];
    }

    private static void ShowBars(Screen screen, TrainedModel model, DigitReading reading)
    {
        screen.Line($"{reading.Picture.File}: {model.ClassNames[reading.Class]}  ({Format.Percent(reading.Confidence)})", "bold");
        for (var i = 0; i < reading.Probabilities.Length; i++)
        {
            var style = i == reading.Class ? "green" : "grey";
            screen.Line(
                $"  {model.ClassNames[i],3} {Bar.Of(reading.Probabilities[i], BarWidth)} {Format.Percent(reading.Probabilities[i]),9}",
                style);
        }

        screen.Line();
    }

    private static void Write(Utf8JsonWriter json, TrainedModel model, IEnumerable<DigitReading> readings)
    {
        json.WriteStartArray();
        foreach (var reading in readings)
        {
            json.WriteStartObject();
            json.WriteString("file", reading.Picture.File);
            if (reading.Picture.Index is { } index)
                json.WriteNumber("index", index);
            json.WriteClass("digit", model.ClassNames[reading.Class]);
            if (reading.Picture.Label is { } label)
                json.WriteNumber("label", label);
            json.WriteStartArray("probabilities");
            foreach (var probability in reading.Probabilities)
                json.WriteNumberValue(probability);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
