using Inkling.Analysis;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Figures.Report;

/// <summary>
/// Everything that a report says of a trained network, computed. <see cref="ReportPage"/> shows it; programs read the numbers.
/// </summary>
public sealed record RunReport
{
    /// <summary>The most confused pairs that are kept.</summary>
    public const int MaxPairs = 5;

    /// <summary>The most confident mistakes that are kept.</summary>
    public const int MaxMistakes = 16;

    /// <summary>What the report is of.</summary>
    public required ReportSubject Subject { get; init; }

    /// <summary>What the network makes of the test images.</summary>
    public required Predictions Predictions { get; init; }

    /// <summary>Whether it is right as often as it says.</summary>
    public required Calibration Calibration { get; init; }

    /// <summary>The pairs of classes that it confuses most.</summary>
    public required IReadOnlyList<ConfusedPair> Pairs { get; init; }

    /// <summary>The mistakes that it is surest of.</summary>
    public required IReadOnlyList<Mistake> Mistakes { get; init; }

    /// <summary>What an attack on some images does to it.</summary>
    public required ReportAttack Attack { get; init; }

    /// <summary>The network as it was before its training; null where the settings are not known.</summary>
    public UntrainedNetwork? Untrained { get; init; }

    /// <summary>What the curve says of the learning rate; null without curves.</summary>
    public CurveDiagnosis? Curve { get; init; }

    /// <summary>Whether the images were learned by heart; null without curves.</summary>
    public OverfittingDiagnosis? Overfitting { get; init; }

    /// <summary>The weights of the first layer; null where they make no images.</summary>
    public FirstLayerWeights? Weights { get; init; }

    /// <summary>The network.</summary>
    public TrainedModel Model => Subject.Model;

    /// <summary>How many images are read wrong.</summary>
    public int Wrong => Predictions.Count - Predictions.Correct;

    /// <summary>The classes of which there are test images.</summary>
    public IReadOnlyList<int> PresentClasses =>
        [.. Enumerable.Range(0, Predictions.Classes).Where(index => Predictions.Confusion.Actual(index) > 0)];

    /// <summary>The first test image that is read right, and the first that is read wrong; null where there is none.</summary>
    public int? First(bool right)
    {
        var item = Enumerable.Range(0, Predictions.Count).FirstOrDefault(i => Predictions.IsCorrect(i) == right, -1);
        return item < 0 ? null : item;
    }

    /// <summary>Computes a report. The network is in evaluation mode afterwards, and otherwise as it was.</summary>
    /// <param name="subject">What the report is of.</param>
    /// <param name="stage">Hears what is being computed.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ArgumentException">There is no test image, or the images or classes are not those of the model.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public static RunReport Of(ReportSubject subject, Action<string>? stage = null, CancellationToken cancellation = default)
    {
        subject.Model.Module.Eval();
        stage?.Invoke("reading the test images");
        var predictions = Predictions.Of(subject.Model, subject.Test, cancellation);
        stage?.Invoke("making the untrained network");
        var untrained = subject.HyperParameters is { } hyperParameters ? UntrainedNetwork.Of(subject, hyperParameters) : null;
        stage?.Invoke("attacking images");
        var attack = ReportAttack.Of(subject, predictions, cancellation);
        cancellation.ThrowIfCancellationRequested();
        stage?.Invoke("drawing");
        return new RunReport
        {
            Subject = subject,
            Predictions = predictions,
            Calibration = Calibration.Of(predictions),
            Pairs = Analysis.Mistakes.MostConfusedPairs(predictions, MaxPairs),
            Mistakes = Analysis.Mistakes.MostConfident(predictions, MaxMistakes),
            Attack = attack,
            Untrained = untrained,
            Curve = Judge(subject),
            Overfitting = subject.Epochs.Count > 0 ? OverfittingDiagnosis.Of(subject.Epochs) : null,
            Weights = WeightsOf(subject.Model),
        };
    }

    private static CurveDiagnosis? Judge(ReportSubject subject)
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
            // A first layer of another kind has weights, but not such as make images.
            return null;
        }
    }
}
