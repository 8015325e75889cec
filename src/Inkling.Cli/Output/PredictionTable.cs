using Inkling.Formats;
using Inkling.Models;

namespace Inkling.Cli.Output;

/// <summary>Predictions as lines of a table, or as bars on a terminal; at the end the accuracy of each file with labels.</summary>
internal sealed class PredictionTable(Screen screen, IReadOnlyList<string> classNames) : IPredictionOutput
{
    private const int BarWidth = 30;

    private readonly string[] _headers = ["file", "predicted", "confidence", .. classNames];
    private readonly List<Accuracy> _accuracies = [];
    private int[]? _widths;

    public void Add(IReadOnlyList<PredictedBatch> batches)
    {
        if (batches.Count == 0)
            return;
        if (!screen.IsTerminal || batches.Any(batch => batch.Content.Count > 1))
        {
            string[][] rows =
            [
                .. batches.SelectMany(batch => batch.Predictions.Select(
                    (prediction, i) => Row(batch.File.NameOf(batch.Content.First + i), prediction))),
            ];
            var longestName = batches.Max(batch => ControlCharacters.Escape(batch.File.NameOf(batch.Content.Count - 1)).Length);
            _widths = screen.TablePart(_headers, rows, _widths, longestName);
        }
        else
        {
            foreach (var batch in batches)
                ShowBars(batch.File.Path, batch.Predictions[0]);
        }

        foreach (var batch in batches)
            Count(batch);
    }

    public void End()
    {
        foreach (var accuracy in _accuracies.Where(accuracy => accuracy.Images == accuracy.Expected))
        {
            screen.Line(
                $"{accuracy.File}: accuracy {Format.Percent(accuracy.Correct / (double)accuracy.Images)}, "
                + $"{Format.Count(accuracy.Correct)} of {Format.Counted(accuracy.Images, "image")} correct, by {accuracy.LabelsFile}",
                "bold");
        }
    }

    public void Dispose()
    {
    }

    private static string[] Row(string name, Prediction prediction) =>
    [
        name, prediction.ClassName!, Format.Percent(prediction.Confidence),
        .. prediction.Probabilities.ToArray().Select(probability => $"{probability:0.0000}"),
    ];

    private void Count(PredictedBatch batch)
    {
        if (batch.Content.LabelsFile is not { } labelsFile)
            return;
        if (batch.Content.First == 0)
            _accuracies.Add(new Accuracy(batch.File.Path, labelsFile, Correct: 0, Images: 0, batch.Content.Count));
        var correct = batch.Predictions.Count(prediction => prediction.IsCorrect == true);
        var last = _accuracies[^1];
        _accuracies[^1] = last with { Correct = last.Correct + correct, Images = last.Images + batch.Predictions.Count };
    }

    private void ShowBars(string name, Prediction prediction)
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

    private sealed record Accuracy(string File, string LabelsFile, int Correct, int Images, int Expected);
}
