using Inkling.Analysis;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Figures.Report;

/// <summary>
/// The content of a report of a trained network: what <see cref="ReportPage"/> shows, as numbers.
/// </summary>
public sealed record RunReport
{
    /// <summary>The largest number of <see cref="Pairs"/>.</summary>
    public const int MaxPairs = 5;

    /// <summary>The largest number of <see cref="Mistakes"/>.</summary>
    public const int MaxMistakes = 16;

    /// <summary>The trained network with its data and history.</summary>
    public required ReportSubject Subject { get; init; }

    /// <summary>The predictions for the test set.</summary>
    public required Predictions Predictions { get; init; }

    /// <summary>The calibration on the test set.</summary>
    public required Calibration Calibration { get; init; }

    /// <summary>The most confused pairs of classes.</summary>
    public required IReadOnlyList<ConfusedPair> Pairs { get; init; }

    /// <summary>The most confident misclassifications.</summary>
    public required IReadOnlyList<Mistake> Mistakes { get; init; }

    /// <summary>The results of an attack on some of the test images.</summary>
    public required ReportAttack Attack { get; init; }

    /// <summary>The network before its training; null where the hyper-parameters are not known.</summary>
    public UntrainedNetwork? Untrained { get; init; }

    /// <summary>The diagnosis of the loss curve; null without curves.</summary>
    public CurveDiagnosis? Curve { get; init; }

    /// <summary>The diagnosis of overfitting; null without curves.</summary>
    public OverfittingDiagnosis? Overfitting { get; init; }

    /// <summary>The weights of the first layer; null where they are no images.</summary>
    public FirstLayerWeights? Weights { get; init; }

    /// <summary>The network.</summary>
    public TrainedModel Model => Subject.Model;

    /// <summary>The number of misclassified images.</summary>
    public int Misclassified => Predictions.Count - Predictions.Correct;

    /// <summary>The indices of the classes that have test images.</summary>
    public IReadOnlyList<int> PresentClasses =>
        [.. Enumerable.Range(0, Predictions.Classes).Where(index => Predictions.Confusion.Actual(index) > 0)];

    /// <summary>The index of the first test image that is classified correctly, or of the first misclassified one.</summary>
    /// <param name="correct">Whether it is classified correctly.</param>
    /// <returns>The index; null where there is no such image.</returns>
    public int? First(bool correct)
    {
        var item = Enumerable.Range(0, Predictions.Count).FirstOrDefault(i => Predictions.IsCorrect(i) == correct, -1);
        return item < 0 ? null : item;
    }

    /// <summary>Computes a report. The network is in evaluation mode afterwards and otherwise unchanged.</summary>
    /// <param name="subject">The trained network with its data and history.</param>
    /// <param name="stage">Called with the name of each stage when it begins.</param>
    /// <param name="cancellation">A token to cancel the computation.</param>
    /// <exception cref="ArgumentException">There is no test image, or the size or classes of the images are not the model's.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled.</exception>
    public static RunReport Of(ReportSubject subject, Action<string>? stage = null, CancellationToken cancellation = default)
    {
        subject.Model.Module.Eval();
        stage?.Invoke("evaluating the test set");
        var predictions = Predictions.Of(subject.Model, subject.Test, subject.HyperParameters?.CreateLoss(), cancellation);
        stage?.Invoke("creating the untrained network");
        var untrained = subject.HyperParameters is { } hyperParameters ? UntrainedNetwork.Of(subject, hyperParameters) : null;
        stage?.Invoke("attacking images");
        var attack = ReportAttack.Of(subject, predictions, cancellation);
        cancellation.ThrowIfCancellationRequested();
        stage?.Invoke("rendering");
        return new RunReport
        {
            Subject = subject,
            Predictions = predictions,
            Calibration = Calibration.Of(predictions),
            Pairs = Analysis.Mistakes.MostConfusedPairs(predictions, MaxPairs),
            Mistakes = Analysis.Mistakes.MostConfident(predictions, MaxMistakes),
            Attack = attack,
            Untrained = untrained,
            Curve = Diagnose(subject),
            Overfitting = subject.Epochs.Count > 0 ? OverfittingDiagnosis.Of(subject.Epochs) : null,
            Weights = WeightsOf(subject.Model),
        };
    }

    private static CurveDiagnosis? Diagnose(ReportSubject subject)
    {
        if (subject.Losses.Count > 0)
            return CurveDiagnosis.Of([.. subject.Losses], learningRates: [.. subject.LearningRates]);
        return subject.Epochs.Count > 0 ? CurveDiagnosis.Of(subject.Epochs, Math.Log(subject.Model.ClassNames.Count)) : null;
    }

    private static FirstLayerWeights? WeightsOf(TrainedModel model)
    {
        try
        {
            return FirstLayerWeights.Of(model);
        }
        catch (ArgumentException)
        {
            // The weights of another kind of first layer are no images.
            return null;
        }
    }
}
