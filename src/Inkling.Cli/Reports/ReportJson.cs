using System.Text.Json;
using Inkling.Analysis;
using Inkling.Cli.Output;
using Inkling.Figures.Report;

namespace Inkling.Cli.Reports;

/// <summary>The numbers of a report as JSON.</summary>
internal static class ReportJson
{
    public static void Write(Utf8JsonWriter json, RunReport report, string file, int bytes)
    {
        var (subject, predictions, interval) = (report.Subject, report.Predictions, report.Predictions.AccuracyInterval);
        json.WriteStartObject();
        json.WriteString("report", file);
        json.WriteNumber("bytes", bytes);
        json.WriteString("model", report.Model.Name);
        json.WriteBoolean("verified", report.Model.IsVerified);
        json.WriteNumber("parameters", report.Model.Module.ParameterCount());
        json.WriteString("data", subject.Data);
        json.WriteNumber("test_images", predictions.Count);
        json.WriteNumber("correct", predictions.Correct);
        json.WriteNumber("test_accuracy", predictions.Accuracy);
        Pair(json, "accuracy_interval", interval.Low, interval.High);
        json.WriteFinite("test_loss", predictions.Loss);
        WriteTraining(json, report);
        WriteClasses(json, report);
        WriteConfusion(json, report);
        WriteMisclassifications(json, report);
        WriteCalibration(json, report.Calibration);
        WriteAttack(json, report);
        json.WriteStartArray("commands");
        foreach (var command in subject.Commands)
            json.WriteStringValue(command);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTraining(Utf8JsonWriter json, RunReport report)
    {
        json.WriteStartArray("epochs");
        foreach (var epoch in report.Subject.Epochs)
        {
            json.WriteStartObject();
            json.WriteNumber("epoch", epoch.Epoch);
            json.WriteFinite("train_loss", epoch.TrainLoss);
            json.WriteFinite("valid_loss", epoch.ValidLoss);
            json.WriteFinite("train_accuracy", epoch.TrainAccuracy);
            json.WriteFinite("valid_accuracy", epoch.Metrics.FirstOrDefault(double.NaN));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("curve", report.Curve?.Name);
        if (report.Overfitting is { } overfitting)
            json.WriteBoolean("overfitting", overfitting.IsOverfitting);
        else
            json.WriteNull("overfitting");
        json.WriteString("curve_reason", report.Curve?.Reason);
        json.WriteString("overfitting_reason", report.Overfitting?.Reason);
        json.WriteFinite("untrained_loss", report.Untrained?.Loss ?? double.NaN);
        json.WriteFinite("uniform_loss", Math.Log(report.Predictions.Classes));
        json.WriteFinite("weight_change", report.Untrained?.WeightChange ?? double.NaN);
    }

    private static void WriteClasses(Utf8JsonWriter json, RunReport report)
    {
        var confusion = report.Predictions.Confusion;
        json.WriteStartArray("classes");
        for (var i = 0; i < confusion.Classes; i++)
        {
            json.WriteStartObject();
            json.WriteString("class", report.Model.ClassNames[i]);
            json.WriteNumber("images", confusion.Actual(i));
            json.WriteNumber("correct", confusion.Correct(i));
            json.WriteFinite("recall", confusion.RecallOf(i));
            json.WriteFinite("precision", confusion.PrecisionOf(i));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteConfusion(Utf8JsonWriter json, RunReport report)
    {
        var confusion = report.Predictions.Confusion;
        json.WriteStartArray("confusion");
        for (var actual = 0; actual < confusion.Classes; actual++)
        {
            json.WriteStartArray();
            for (var predicted = 0; predicted < confusion.Classes; predicted++)
                json.WriteNumberValue(confusion[actual, predicted]);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("confused_pairs");
        foreach (var pair in report.Pairs)
        {
            json.WriteStartObject();
            json.WriteString("actual", report.Model.ClassNames[pair.Actual]);
            json.WriteString("predicted", report.Model.ClassNames[pair.Predicted]);
            json.WriteNumber("count", pair.Count);
            json.WriteNumber("share", pair.Share);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteMisclassifications(Utf8JsonWriter json, RunReport report)
    {
        json.WriteStartArray("confident_misclassifications");
        foreach (var one in report.Mistakes)
        {
            json.WriteStartObject();
            json.WriteNumber("image", one.Item);
            json.WriteString("actual", report.Model.ClassNames[one.Actual]);
            json.WriteString("predicted", report.Model.ClassNames[one.Predicted]);
            json.WriteFinite("confidence", one.Confidence);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCalibration(Utf8JsonWriter json, Calibration calibration)
    {
        json.WriteStartObject("calibration");
        json.WriteFinite("expected_error", calibration.ExpectedError);
        json.WriteFinite("maximum_error", calibration.MaximumError);
        json.WriteFinite("confidence", calibration.Confidence);
        json.WriteStartArray("bins");
        foreach (var bin in calibration.Bins)
        {
            json.WriteStartObject();
            json.WriteNumber("low", bin.Low);
            json.WriteNumber("high", bin.High);
            json.WriteNumber("images", bin.Count);
            json.WriteFinite("confidence", bin.Confidence);
            json.WriteFinite("accuracy", bin.Accuracy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteAttack(Utf8JsonWriter json, RunReport report)
    {
        var (accuracy, minimal) = (report.Attack.Accuracy, report.Attack.Minimal);
        json.WriteStartObject("attack");
        json.WriteString("method", "fgsm");
        json.WriteNumber("images", accuracy.Count);
        json.WriteStartArray("accuracies");
        foreach (var (epsilon, share) in accuracy.Epsilons.Zip(accuracy.Accuracies))
        {
            json.WriteStartObject();
            json.WriteNumber("epsilon", epsilon);
            json.WriteNumber("accuracy", share);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteFinite("median_minimal_epsilon", minimal.Median);
        json.WriteFinite("mean_minimal_epsilon", minimal.Mean);
        json.WriteNumber("misclassified", minimal.Misclassified);
        json.WriteNumber("never_misclassified", minimal.NeverMisclassified);
        json.WriteEndObject();
    }

    private static void Pair(Utf8JsonWriter json, string name, double first, double second)
    {
        json.WriteStartArray(name);
        json.WriteNumberValue(first);
        json.WriteNumberValue(second);
        json.WriteEndArray();
    }
}
