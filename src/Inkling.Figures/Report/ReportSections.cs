using Inkling.Figures.Drawing;

namespace Inkling.Figures.Report;

/// <summary>A section of a report.</summary>
/// <param name="Id">The target of links.</param>
/// <param name="Heading">The heading.</param>
/// <param name="Guide">How to read it.</param>
/// <param name="Finding">What it shows of a run.</param>
/// <param name="Figures">The figures of a run.</param>
public sealed record ReportSection(
    string Id, string Heading, string Guide, Func<RunReport, string> Finding, Func<RunReport, IEnumerable<Figure>> Figures);

/// <summary>The sections of a report, in order.</summary>
internal static class ReportSections
{
    public static ReportSection Result { get; } = new("result", "Result",
        "Accuracy is the fraction of the test images that are classified correctly; with 95 % confidence the accuracy on all images of "
        + "this kind is within the interval.",
        Findings.Accuracy, _ => []);

    public static ReportSection Data { get; } = new("data", "Data",
        "Do the images look like their labels, and is a class rare? Rare classes and wrong labels are learned badly.",
        Findings.Data, ReportFigures.Data);

    public static ReportSection Training { get; } = new("training", "Training",
        "Both losses should fall and flatten. Where the validation loss rises while the training loss still falls, the network overfits.",
        Findings.Training, ReportFigures.Training);

    public static ReportSection Start { get; } = new("start", "Initial loss",
        "An untrained network should give each class the same probability, which is a loss of ln(classes); another initial loss indicates "
        + "an error in the network or the data.",
        Findings.Start, _ => []);

    public static ReportSection Classes { get; } = new("classes", "Per-class metrics",
        "Recall is the fraction of a class that is predicted as that class, precision the fraction of the predictions of a class that are "
        + "correct; a class where one of them is low is the one to examine next.",
        Findings.Classes, _ => []);

    public static ReportSection Confusion { get; } = new("confusion", "Confusion matrix",
        "Rows are labels, columns are predicted classes: the diagonal is correct, a strong cell off the diagonal is a systematic error.",
        Findings.Confusion, ReportFigures.Confusion);

    public static ReportSection Pairs { get; } = new("pairs", "Most confused pairs",
        "Where a person hesitates too, the images are hard; where not, the network has missed a feature.",
        Findings.Pairs, ReportFigures.Pairs);

    public static ReportSection Mistakes { get; } = new("mistakes", "Most confident misclassifications",
        "A confident misclassification is the most informative one: a wrong label, an unusual image or a gap in the training set.",
        Findings.Mistakes, ReportFigures.Mistakes);

    public static ReportSection Calibration { get; } = new("calibration", "Calibration",
        "Of the predictions with a confidence of 80 %, 80 % should be correct: on the dashed line the network is calibrated, below it "
        + "overconfident, above it underconfident.",
        Findings.Calibration, ReportFigures.Calibration);

    public static ReportSection Examples { get; } = new("examples", "Example predictions",
        "One long bar is a confident prediction, several are an uncertain one. The images are the first correctly classified and the first "
        + "misclassified one of the test set.",
        Findings.Examples, ReportFigures.Examples);

    public static ReportSection Adversarial { get; } = new("adversarial", "Adversarial robustness",
        "The fast gradient sign method (FGSM) changes each pixel by at most epsilon, in the direction that increases the loss; the smaller "
        + "the epsilon at which images are misclassified, the less robust the network.",
        Findings.Attack, ReportFigures.Attack);

    public static ReportSection Weights { get; } = new("weights", "First-layer weights",
        "Ink on blue raises the output of a unit, ink on red lowers it; strokes and patches are learned features, noise is not.",
        Findings.Weights, ReportFigures.Weights);

    public static ReportSection Reproduce { get; } = new("reproduce", "Reproduce",
        "The same hyper-parameters, seed and images give the same weights, bit for bit, with any number of threads.",
        report => report.Subject.Commands.Count > 0
            ? $"{TextFormat.Count(report.Subject.Commands.Count, "command")} reproduce this report from the images."
            : "The commands of this run are not known.",
        _ => []);

    /// <summary>All sections, in order.</summary>
    public static IReadOnlyList<ReportSection> All { get; } =
    [
        Result, Data, Training, Start, Classes, Confusion, Pairs, Mistakes, Calibration, Examples, Adversarial, Weights, Reproduce,
    ];
}
