using Inkling.Models;

namespace Inkling.Figures.Drawing;

/// <summary>What figures write of a prediction.</summary>
internal static class PredictionText
{
    // Of the classes that were not predicted, those with less are not named.
    private const float MinNamed = 0.0005f;

    /// <summary>The name of the predicted class; "nothing" where there is none.</summary>
    public static string Predicted(this Prediction prediction) => prediction.ClassName ?? "nothing";

    /// <summary>The class of <see cref="Theme.Css"/>: correct or incorrect; empty where the label is not known.</summary>
    public static string Outcome(this Prediction prediction) => prediction.IsCorrect switch
    {
        true => "correct",
        false => "incorrect",
        null => "",
    };

    /// <summary>The confidence as a percentage; "NaN" where there is none.</summary>
    public static string ConfidenceText(this Prediction prediction, int decimals = 1) => float.IsFinite(prediction.Confidence)
        ? NumberFormat.Percent(prediction.Confidence, decimals)
        : "NaN";

    /// <summary>Predicted class, label, outcome and confidence: "predicted 7, label 3, misclassified, confidence 98.0 %".</summary>
    public static string Summary(this Prediction prediction, int decimals = 1)
    {
        var outcome = prediction.IsCorrect == true ? "correct" : "misclassified";
        var label = prediction.LabelName is { } name ? $", label {name}, {outcome}" : "";
        return $"predicted {prediction.Predicted()}{label}, confidence {prediction.ConfidenceText(decimals)}";
    }

    /// <summary>The summary as sentences, with the probability of the label and of up to two other classes.</summary>
    public static string Sentence(this Prediction prediction)
    {
        if (prediction.Class is not { } predicted)
            return "The probabilities are NaN.";
        var probabilities = prediction.Probabilities.ToArray();
        string Of(int index) => $"{prediction.ClassNames[index]} ({NumberFormat.Percent(probabilities[index])})";
        var rest = prediction.IsCorrect == false
            ? $" The label has a probability of {NumberFormat.Percent(probabilities[prediction.Label!.Value])}."
            : "";
        var others = Enumerable.Range(0, probabilities.Length).Where(i => i != predicted).OrderByDescending(i => probabilities[i]).Take(2)
            .Where(i => probabilities[i] >= MinNamed && i != prediction.Label).Select(Of).ToList();
        return $"{TextFormat.Capitalize(prediction.Summary())}.{rest}{(others.Count > 0 ? $" Next: {string.Join(", ", others)}." : "")}";
    }
}
