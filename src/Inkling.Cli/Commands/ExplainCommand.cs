using System.CommandLine;
using System.Text.Json;
using Inkling.Analysis;
using Inkling.Cli.Output;
using Inkling.Figures.Images;
using Inkling.Models;
using Inkling.Pictures;

namespace Inkling.Cli.Commands;

/// <summary>
/// inkling explain: the activations of a model for one picture, and the contribution of each pixel to its prediction, or the attribution of
/// an output by a method.
/// </summary>
internal static class ExplainCommand
{
    private const int BarWidth = 30;

    private static readonly Argument<string> Source =
        new("FILE") { Description = "A PNG, JPEG, WebP, BMP or GIF file of any size, an IDX file of images, or - for standard input" };
    private static readonly Option<string> Model = ModelLoader.Option();
    private static readonly Option<int?> Index =
        Options.Whole("--index", "The index of the image in an IDX file, from 0 [default: 0]", 0, int.MaxValue - 1);
    private static readonly Option<string> Out = FigureOption.Of("Draw the activations, or the attribution of --method");

    public static Command Create()
    {
        var command = new Command("explain", "Show the activations of a network for a picture, and the contribution of each pixel.")
        {
            Source, Model, Index, Out, CommonOptions.Json,
        };
        foreach (var option in AttributionOptions.All)
            command.Add(option);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var method = AttributionOptions.Create(parsed);
        using var context = CommandContext.Open(parsed);
        var (index, drawn) = (parsed.GetValue(Index) ?? 0, parsed.GetValue(Out));
        FigureOption.Check(drawn);
        var (modelFile, model) = ModelLoader.LoadForPictures(parsed.GetValue(Model), context);
        ModelLoader.RequireTwoClasses(modelFile, model);
        var target = AttributionOptions.TargetIn(parsed, modelFile, model);
        var file = BatchOf(index, InputFile.Read([parsed.GetValue(Source)!], index + 1, context.Cancellation));
        var content = file.Content!;
        var explanation = Explanation.Of(model, content.Images, index - content.First);
        if (explanation.Prediction.Class is null)
            throw ModelLoader.OutputIsNaN(modelFile, file.Path);
        var attribution = method is null ? null : Attribute(method, explanation, target, modelFile, context.Cancellation);
        if (drawn is not null)
        {
            FigureOption.Save(
                attribution is null ? ActivationFigure.Of(explanation, ClassOf(content, index, model)) : AttributionFigure.Of(attribution),
                drawn);
        }

        if (context.IsJson)
            Json.Print(writer => Write(writer, modelFile, file, index, explanation, attribution));
        else
            Show(context.Screen, modelFile, file.NameOf(index), explanation, attribution, drawn);
        return ExitCode.Success;
    }

    private static Attribution Attribute(
        AttributionMethod method, Explanation explanation, int? target, string modelFile, CancellationToken cancellation)
    {
        try
        {
            return method.Attribute(explanation.Model, explanation.Image, target, cancellation);
        }
        catch (NotSupportedException error)
        {
            throw new CliException($"{modelFile}: {error.Message}", error);
        }
    }

    private static InputFile BatchOf(int index, IEnumerable<InputFile> batches)
    {
        InputFile? last = null;
        foreach (var batch in batches)
        {
            last = batch;
            if (batch.Content is not { } content)
                throw new CliException(batch.Error!);
            if (index < content.First + content.Images.Count)
                return batch;
        }

        var count = last!.Content!.Count;
        throw new UsageException($"--index {index}: {last.Path} has {Format.Counted(count, "image")}, expected 0 to {count - 1}");
    }

    /// <summary>
    /// The index of the image's label among the model's classes; null where the label is not known, or the model has not its class.
    /// </summary>
    private static int? ClassOf(DigitFile file, int index, TrainedModel model) =>
        file.LabelsFile is not null && model.ClassNames.ToList().IndexOf($"{file.Images.Labels[index - file.First]}") is >= 0 and var label
            ? label
            : null;

    private static void Show(
        Screen screen, string modelFile, string name, Explanation explanation, Attribution? attribution, string? drawn)
    {
        var names = explanation.Model.ClassNames;
        screen.Line($"{name}, classified by {explanation.Model.Name} from {modelFile}");
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
        screen.Table(["layer", "shape", "min", "mean", "max", "zeros"], layers);
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
        if (explanation.Model.Temperature != 1)
            screen.Line($"The probabilities are those of the logits divided by the temperature {explanation.Model.Temperature:0.0000}.");
        screen.Line();
        screen.Line(
            $"Predicted {names[explanation.Class]} (confidence {Format.Percent(explanation.Confidence)}); "
            + $"its logit is {explanation.Margin:0.000} above that of {names[explanation.RunnerUp]}",
            "bold");
        screen.Line();
        if (attribution is not null)
        {
            AttributionOutput.Show(screen, attribution);
        }
        else
        {
            ContributionArt.Show(
                screen, explanation.Model, explanation.Image, explanation.Contributions, "ink that contributes to the prediction");
        }

        if (drawn is not null)
            screen.Line($"The {(attribution is null ? "activations are" : "attribution is")} drawn in {drawn}");
    }

    /// <summary>The beginning of the name of a layer of many parts.</summary>
    private static string Short(string layer) => layer.Length <= 48 ? layer : layer[..45] + "...";

    private static void Write(
        Utf8JsonWriter json, string modelFile, InputFile file, int index, Explanation explanation, Attribution? attribution)
    {
        var names = explanation.Model.ClassNames;
        json.WriteStartObject();
        json.WriteString("file", file.Path);
        if (file.Content!.IsIdx)
            json.WriteNumber("index", index);
        if (file.Content.LabelsFile is not null)
            json.WriteNumber("label", file.Content.Images.Labels[index - file.Content.First]);
        json.WriteString("model", explanation.Model.Name);
        json.WriteString("model_file", modelFile);
        json.WriteBoolean("verified", explanation.Model.IsVerified);
        json.WriteClass("class", names[explanation.Class]);
        json.WriteNumber("probability", explanation.Confidence);
        json.WriteClass("runner_up", names[explanation.RunnerUp]);
        json.WriteFinite("margin", explanation.Margin);
        json.WriteNumbers("logits", explanation.Logits);
        json.WriteNumber("temperature", explanation.Model.Temperature);
        json.WriteNumbers("probabilities", explanation.Probabilities);
        json.WriteNumbers("inputs", explanation.Image);
        json.WriteNumbers("contributions", explanation.Contributions);
        if (attribution is not null)
            AttributionOutput.Write(json, attribution);
        json.WriteStartArray("layers");
        foreach (var layer in explanation.Layers)
        {
            json.WriteStartObject();
            json.WriteString("name", layer.Name);
            json.WriteString("layer", layer.Layer);
            json.WritePropertyName("shape");
            json.WriteRawValue($"{layer.Shape}");
            json.WriteFinite("min", layer.Min);
            json.WriteFinite("mean", layer.Mean);
            json.WriteFinite("max", layer.Max);
            json.WriteNumber("zeros", layer.Zeros);
            json.WriteNumbers("values", layer.Values);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
