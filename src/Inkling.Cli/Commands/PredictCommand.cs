using System.CommandLine;
using Inkling.Cli.Output;
using Inkling.Models;
using Inkling.Pictures;

namespace Inkling.Cli.Commands;

/// <summary>inkling predict: classifies pictures.</summary>
internal static class PredictCommand
{
    private static readonly Argument<string[]> Files = new("FILE")
    {
        Description = "PNG, JPEG, WebP, BMP and GIF files of any size, IDX files of many images, or - for standard input",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> Model = ModelLoader.Option();
    private static readonly Option<int?> Limit = CommonOptions.Limit(
        $"Use the first N images of each IDX file only; without it, a file of more than {InputFile.MaximumImages} is refused");

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
        var errors = new List<string>();
        using (var output = Open(context, model.ClassNames))
        {
            foreach (var batches in Grouped(InputFile.Read(parsed.GetValue(Files)!, parsed.GetValue(Limit), context.Cancellation)))
            {
                errors.AddRange(batches.Select(batch => batch.Error).OfType<string>());
                output.Add([.. batches.Where(batch => batch.Error is null).Select(batch => Predict(predictor, batch, modelFile))]);
            }

            output.End();
        }

        foreach (var error in errors)
            CommandLine.Report(error);
        return errors.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private static IPredictionOutput Open(CommandContext context, IReadOnlyList<string> classNames) =>
        context.IsJson ? new PredictionJson() : new PredictionTable(context.Screen, classNames);

    /// <summary>Takes the batches of several files together, up to about as many images as one batch has at most.</summary>
    private static IEnumerable<List<InputFile>> Grouped(IEnumerable<InputFile> batches)
    {
        var group = new List<InputFile>();
        var count = 0;
        foreach (var batch in batches)
        {
            group.Add(batch);
            count += batch.Content?.Images.Count ?? 0;
            if (count < DigitFile.BatchSize)
                continue;
            yield return group;
            group = [];
            count = 0;
        }

        yield return group;
    }

    private static PredictedBatch Predict(Predictor predictor, InputFile file, string modelFile)
    {
        var predictions = predictor.Predict(file.Content!);
        return predictions.Any(prediction => prediction.Class is null)
            ? throw ModelLoader.OutputIsNaN(modelFile, file.Path)
            : new PredictedBatch(file, file.Content!, predictions);
    }
}
