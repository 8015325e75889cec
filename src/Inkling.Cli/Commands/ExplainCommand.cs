using System.CommandLine;
using System.Text.Json;
using Inkling.Analysis;
using Inkling.Cli.Output;
using Inkling.Cli.Reading;
using Inkling.Figures.Images;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Cli.Commands;

/// <summary>inkling explain: the activations of a model for one picture, and the contribution of each pixel to its prediction.</summary>
internal static class ExplainCommand
{
    private const int Side = 28;
    private const int BarWidth = 30;

    private static readonly Argument<string> Source =
        new("FILE") { Description = "A PNG file of any size, an IDX file of images, or - for standard input" };
    private static readonly Option<string> Model = ModelLoader.Option();
    private static readonly Option<int?> Index =
        Options.Whole("--index", "The index of the image in an IDX file, from 0 [default: 0]", 0, int.MaxValue - 1);
    private static readonly Option<string> Out = FigureOption.Of("Draw the activations");

    public static Command Create()
    {
        var command = new Command("explain", "Show the activations of a network for a picture, and the contribution of each pixel.")
        {
            Source, Model, Index, Out, CommonOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var drawn = parsed.GetValue(Out);
        FigureOption.Check(drawn);
        var (file, model) = ModelLoader.Load(parsed.GetValue(Model));
        if (model.Rows != Side || model.Columns != Side)
            throw new CliException($"{file}: a model for images of {model.Rows}x{model.Columns}, pictures are prepared as {Side}x{Side}");
        var picture = Read(parsed.GetValue(Source)!, parsed.GetValue(Index) ?? 0);
        var explanation = Explanation.Of(model, Array.ConvertAll(picture.Pixels, pixel => pixel / 255f));
        if (explanation.Probabilities.ContainsAny(float.NaN, float.PositiveInfinity))
            throw new CliException($"{file}: the network's answer to {picture.File} is not a number");
        if (drawn is not null)
            FigureOption.Save(ActivationFigure.Of(explanation, ClassOf(picture, model)), drawn);
        if (parsed.GetValue(CommonOptions.Json))
            Json.Print(writer => Write(writer, file, picture, explanation));
        else
            Show(Screen.Open(json: false), file, picture, explanation, drawn);
        return ExitCode.Success;
    }

    private static Picture Read(string file, int index)
    {
        var read = PictureReader.Read([file], index + 1)[0];
        if (read.Error is { } error)
            throw new CliException(error);
        return index < read.Pictures.Count
            ? read.Pictures[index]
            : throw new UsageException(
                $"--index {index}: {file} has {Format.Counted(read.Pictures.Count, "image")}, expected 0 to {read.Pictures.Count - 1}");
    }

    /// <summary>
    /// The place of the image's label among the model's classes; null where there is no label, or the model does not know it, as
    /// threes-sevens does not know a 2.
    /// </summary>
    private static int? ClassOf(Picture picture, TrainedModel model) =>
        picture.Label is { } label && model.ClassNames.ToList().IndexOf($"{label}") is >= 0 and var place ? place : null;

    private static void Show(Screen screen, string file, Picture picture, Explanation explanation, string? drawn)
    {
        var names = explanation.Model.ClassNames;
        screen.Line($"{Named(picture)}, read by {explanation.Model.Name} from {file}");
        screen.Line();
        string[][] layers =
        [
            .. explanation.Layers.Select(layer => (string[])
            [
                $"{layer.Name} {Short(layer.Layer)}".Trim(), $"{layer.Shape}", $"{layer.Min:0.000}", $"{layer.Mean:0.000}",
                $"{layer.Max:0.000}",
                $"{Format.Count(layer.Zeros)} of {Format.Count(layer.Values.Length)}",
            ]),
        ];
        screen.Table(["layer", "shape", "least", "mean", "largest", "zeros"], layers);
        screen.Line();
        string[][] classes =
        [
            .. names.Select((name, i) => (string[])
            [
                name, $"{explanation.Logits[i]:0.000}", Format.Percent(explanation.Probabilities[i]),
                screen.IsTerminal ? Bar.Of(explanation.Probabilities[i], BarWidth) : Bar.Plain(explanation.Probabilities[i], BarWidth),
            ]),
        ];
        screen.Table(["class", "logit", "probability", ""], classes);
        screen.Line();
        screen.Line(
            $"Taken for {names[explanation.Class]} ({Format.Percent(explanation.Confidence)}), its logit {explanation.Margin:0.000} above that of {names[explanation.RunnerUp]}",
            "bold");
        screen.Line();
        foreach (var line in ContributionArt.Lines(explanation, screen.HasColors))
            screen.Raw(line + Environment.NewLine);
        screen.Line($"{ContributionArt.Legend}.");
        if (drawn is not null)
            screen.Line($"What flowed is drawn in {drawn}");
    }

    /// <summary>A layer of many parts is told by its first words.</summary>
    private static string Short(string layer) => layer.Length <= 48 ? layer : layer[..45] + "...";

    private static string Named(Picture picture) => picture.Index is { } index ? $"{picture.File}[{index}]" : picture.File;

    private static void Write(Utf8JsonWriter json, string file, Picture picture, Explanation explanation)
    {
        var names = explanation.Model.ClassNames;
        json.WriteStartObject();
        json.WriteString("file", picture.File);
        if (picture.Index is { } index)
            json.WriteNumber("index", index);
        if (picture.Label is { } label)
            json.WriteNumber("label", label);
        json.WriteString("model", explanation.Model.Name);
        json.WriteString("model_file", file);
        json.WriteClass("class", names[explanation.Class]);
        json.WriteNumber("probability", explanation.Confidence);
        json.WriteClass("runner_up", names[explanation.RunnerUp]);
        json.WriteFinite("lead", explanation.Margin);
        json.WriteNumbers("logits", explanation.Logits);
        json.WriteNumbers("probabilities", explanation.Probabilities);
        json.WriteNumbers("inputs", explanation.Image);
        json.WriteNumbers("contributions", explanation.Contributions);
        json.WriteStartArray("layers");
        foreach (var layer in explanation.Layers)
        {
            json.WriteStartObject();
            json.WriteString("name", layer.Name);
            json.WriteString("layer", layer.Layer);
            json.WritePropertyName("shape");
            json.WriteRawValue($"{layer.Shape}");
            json.WriteFinite("least", layer.Min);
            json.WriteFinite("mean", layer.Mean);
            json.WriteFinite("largest", layer.Max);
            json.WriteNumber("zeros", layer.Zeros);
            json.WriteNumbers("values", layer.Values);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
