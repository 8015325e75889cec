using Inkling.Analysis;
using Inkling.Data;
using Inkling.Figures.Drawing;
using Inkling.Training;

namespace Inkling.Figures.Report;

/// <summary>What the sections of a report show, in words that follow from its numbers.</summary>
public static class Findings
{
    /// <summary>A confidence from which a mistake was made without doubt.</summary>
    private const float Sure = 0.9f;

    /// <summary>An untrained network is near guessing when its loss is within this share of ln(classes).</summary>
    private const double Near = 0.15;

    /// <summary>How many of the test images are read right.</summary>
    public static string Accuracy(RunReport report)
    {
        var (predictions, interval) = (report.Predictions, report.Predictions.AccuracyInterval);
        var images = TextFormat.Count(predictions.Count, "test image");
        var range = $"(95 % interval {NumberFormat.Percent(interval.Low, 2)} to {NumberFormat.Percent(interval.High, 2)})";
        var only = report.PresentClasses is [var single]
            ? $" All of them are of the class {report.Model.ClassNames[single]}: of the other classes nothing is known."
            : "";
        return (report.Wrong, predictions.Correct) switch
        {
            (0, _) => $"Of {images} every one is read right, 100 % {range}: there is no mistake to show.{only}",
            (_, 0) => $"Of {images} not one is read right, 0 % {range}: it learned nothing that helps here.{only}",
            _ => $"Of {images} {NumberFormat.Value(predictions.Correct)} are read right, {NumberFormat.Percent(predictions.Accuracy, 2)} {range}; {NumberFormat.Value(report.Wrong)} are read wrong. "
                + $"Guessing would read {NumberFormat.Percent(1.0 / predictions.Classes, 0)}.{only}",
        };
    }

    /// <summary>How many images there are of which class.</summary>
    public static string Data(RunReport report)
    {
        var subject = report.Subject;
        var learned = subject.Train is { } train ? Balance(train, "training") : "The images that were learned from are not known.";
        var heldOut =
        subject.HeldOut is { } valid
        ? $" {TextFormat.Count(valid.Count, "more image")} of the training set are held out to measure each epoch on."
        : "";
        return $"{learned}{heldOut} {Balance(subject.Test, "test")}";
    }

    /// <summary>What the curves say of the learning rate and of learning by heart.</summary>
    public static string Training(RunReport report)
    {
        if (report.Curve is not { } curve || report.Overfitting is not { } overfitting)
            return "This run keeps no measurements of its epochs (metrics.csv), so there are no curves.";
        var on = report.Subject switch
        {
            { HeldOut: { } heldOut } => $"{TextFormat.Count(heldOut.Count, "held-out image")} of the training set",
            { Train: null } => "the images that the training was measured on",
            _ => "the test images",
        };
        var rate = curve.Class switch
        {
            CurveClass.Diverged => "The training diverged",
            CurveClass.TooLow => "The learning rate is too low or the training too short",
            CurveClass.Oscillating => "The loss oscillates, the learning rate may be too high",
            _ => $"The learning rate looks {curve.Name}",
        };
        var fit = overfitting.BestEpoch == 0
            ? $"Whether it is overfitting is {overfitting.Reason}"
            : TextFormat.Capitalize(overfitting.Reason);
        return $"Validation means {on} here. {rate}: {curve.Reason}. {fit}.";
    }

    /// <summary>How far the untrained network is from guessing, and how far training led away from it.</summary>
    public static string Start(RunReport report)
    {
        if (report.Untrained is not { } untrained)
            return "The settings of this run are not known, so its untrained network cannot be made again.";
        var difference = untrained.Loss - untrained.Guess;
        var (place, meaning) = Math.Abs(difference) <= Near * untrained.Guess
            ? ("near", "the network starts without an opinion")
            : difference > 0
                ? ("well above", "the starting weights are so large that the network begins sure of itself, and wrong")
                : ("well below", "these starting weights are no blank ones");
        return $"Before training the loss on {TextFormat.Count(untrained.Images, "image")} is {NumberFormat.Loss(untrained.Loss)}, {place} ln {report.Predictions.Classes} = {NumberFormat.Loss(untrained.Guess)}: {meaning}. "
            + $"Training moved the weights by {NumberFormat.Percent(untrained.WeightChange, 0)} of their size.";
    }

    /// <summary>The best and the worst class.</summary>
    public static string Classes(RunReport report)
    {
        var (confusion, names, present) = (report.Predictions.Confusion, report.Model.ClassNames, report.PresentClasses);
        var (worst, best) = (present.MinBy(confusion.RecallOf), present.MaxBy(confusion.RecallOf));
        var recall = present.Count == 1
            ? $"Of class {names[worst]}, the only one with test images, {NumberFormat.Percent(confusion.RecallOf(worst), 2)} are read right."
            : $"Recall goes from {NumberFormat.Percent(confusion.RecallOf(worst), 2)} (class {names[worst]}) to {NumberFormat.Percent(confusion.RecallOf(best), 2)} (class {names[best]}).";
        int[] read = [.. Enumerable.Range(0, names.Count).Where(index => confusion.Predicted(index) > 0)];
        var (least, most) = (read.MinBy(confusion.PrecisionOf), read.MaxBy(confusion.PrecisionOf));
        var precision = read.Length == 1
            ? $" Everything is read as {names[least]}."
            : $" Precision goes from {NumberFormat.Percent(confusion.PrecisionOf(least), 2)} (read as {names[least]}) to {NumberFormat.Percent(confusion.PrecisionOf(most), 2)} (read as {names[most]}).";
        return recall + precision;
    }

    /// <summary>The fullest cell beside the diagonal.</summary>
    public static string Confusion(RunReport report)
    {
        if (report.Pairs is not [var pair, ..])
            return $"All {TextFormat.Count(report.Predictions.Count, "image")} lie on the diagonal.";
        var names = report.Model.ClassNames;
        return $"{NumberFormat.Value(report.Wrong)} of {TextFormat.Count(report.Predictions.Count, "image")} lie beside the diagonal. The fullest cell there: "
            + $"{names[pair.Actual]} read as {names[pair.Predicted]}, {TextFormat.Times(pair.Count)}, {NumberFormat.Percent(pair.Count / (double)report.Wrong, 1)} of all mistakes.";
    }

    /// <summary>How much of the mistakes the most confused pairs make up.</summary>
    public static string Pairs(RunReport report)
    {
        if (report.Pairs.Count == 0)
            return "No class was taken for another.";
        var (names, covered) = (report.Model.ClassNames, report.Pairs.Sum(pair => pair.Count));
        var listed =
            TextFormat.List([.. report.Pairs.Select(pair => $"{names[pair.Actual]} read as {names[pair.Predicted]} ({pair.Count})")]);
        return $"{TextFormat.Capitalize(listed)} make up {NumberFormat.Value(covered)} of {TextFormat.Count(report.Wrong, "mistake")}, {NumberFormat.Percent(covered / (double)report.Wrong, 0)}.";
    }

    /// <summary>How sure the mistakes are made.</summary>
    public static string Mistakes(RunReport report)
    {
        if (report.Mistakes is not [var first, ..])
            return "There is no mistake.";
        var names = report.Model.ClassNames;
        var sure = Enumerable.Range(0, report.Predictions.Count)
            .Count(i => !report.Predictions.IsCorrect(i) && report.Predictions.Confidence(i) > Sure);
        return $"{NumberFormat.Value(sure)} of {TextFormat.Count(report.Wrong, "mistake")} are made with more than {NumberFormat.Percent(Sure, 0)} confidence. "
            + $"The surest: image {first.Item}, {TextFormat.A(names[first.Actual])}, read as {names[first.Predicted]} with {NumberFormat.Probability(first.Confidence)}.";
    }

    /// <summary>Whether the network is surer than it is right.</summary>
    public static string Calibration(RunReport report)
    {
        var calibration = report.Calibration;
        var gap = calibration.Confidence - calibration.Accuracy;
        var widest = calibration.Bins.Where(bin => bin.Count > 0).MaxBy(bin => bin.Gap)!;
        var verdict =
        Math.Abs(gap) < 0.005
        ? "it is about as sure as it is right"
        : gap > 0 ? "it is surer than it is right" : "it is more often right than it is sure";
        return $"On average it is {NumberFormat.Percent(calibration.Confidence, 2)} sure and {NumberFormat.Percent(calibration.Accuracy, 2)} right: {verdict}. "
            + $"The expected calibration error over {calibration.Bins.Count} bins is {NumberFormat.Percent(calibration.ExpectedError, 2)}, the largest of a bin {NumberFormat.Percent(calibration.MaximumError, 2)}, on {TextFormat.Count(widest.Count, "image")}.";
    }

    /// <summary>What was read in the two examples.</summary>
    public static string Examples(RunReport report)
    {
        var right = report.First(right: true) is { } first ? Example(report, first) : "No image is read right.";
        var wrong = report.First(right: false) is { } other ? Example(report, other) : "No image is read wrong.";
        return $"{right} {wrong}";
    }

    /// <summary>How little it takes to fool the network.</summary>
    public static string Attack(RunReport report)
    {
        var (attack, count) = (report.Attack, report.Attack.Accuracy.Count);
        var place = attack.Accuracy.Epsilons.ToList().IndexOf(report.Subject.Epsilon);
        var subset =
        count < report.Predictions.Count
        ? $"On the first {TextFormat.Count(count, "test image")}"
        : $"On all {TextFormat.Count(count, "test image")}";
        var fall = $"{subset} the accuracy goes from {NumberFormat.Percent(attack.Accuracy.Accuracies[0], 1)} to {NumberFormat.Percent(attack.Accuracy.Accuracies[place], 1)} when each pixel moves by "
            + $"{NumberFormat.Value(report.Subject.Epsilon, 3)}, {Math.Round(report.Subject.Epsilon * 255):0} of 255 shades.";
        if (attack.Example is not { } example)
            return $"{fall} No image is read right to begin with, so that there is nothing to fool.";
        var (names, label) = (report.Model.ClassNames, report.Predictions.Label(example.Item));
        var half = double.IsFinite(attack.Minimal.Median)
            ? $" Half of the images that are read right are fooled with {NumberFormat.Value(attack.Minimal.Median, 3)} or less."
            : " More than half of the images that are read right are not fooled by any size.";
        var one = example.Class == label
            ? $" Image {example.Item} is still read as {names[label]} then"
            : $" Image {example.Item}, {TextFormat.A(names[label])}, is then read as {names[example.Class]} with {NumberFormat.Probability(example.Probabilities[example.Class])}";
        var smallest = attack.Minimal[example.Item];
        return $"{fall}{half}{one}; {(float.IsFinite(smallest) ? $"{NumberFormat.Value(smallest, 3)} is enough to fool the network with it" : "no size fools the network with it")}.";
    }

    /// <summary>How large the weights are and where.</summary>
    public static string Weights(RunReport report)
    {
        if (report.Weights is not { } weights)
            return "The first layer has no weights that make images.";
        var (edge, middle) = EdgeAndMiddle(weights);
        var where = weights.Rows < 8 || edge == 0 || middle == 0
            ? ""
            : $" On average a weight of the outer two rows and columns is {NumberFormat.Value(edge, 3)} in size and one inside {NumberFormat.Value(middle, 3)}: "
                + (edge < middle * 0.8
                    ? "the network looks inside, where there is ink."
                    : edge > middle * 1.25
                    ? "the edge has kept or gained more than the inside."
                    : "both alike, as at the start: most of what is drawn is still chance.");
        return $"{weights.Layer} has {TextFormat.Count(weights.Count, "image")} of {weights.Rows}x{weights.Columns} weights; the largest is {NumberFormat.Value(weights.Largest, 3)} in size.{where}";
    }

    private static string Balance(ImageDataset set, string kind)
    {
        var counts = ReportFigures.Counts(set).Index().Where(entry => entry.Item > 0).ToArray();
        var images = TextFormat.Count(set.Count, $"{kind} image");
        if (counts.Length == 1)
            return $"{images}, all of the class {set.ClassNames[counts[0].Index]}.";
        var (least, most) = (counts.MinBy(entry => entry.Item), counts.MaxBy(entry => entry.Item));
        var balance = most.Item > 1.5 * least.Item ? "unevenly spread" : "evenly spread";
        var missing = counts.Length < set.ClassNames.Count ? $"; {set.ClassNames.Count - counts.Length} classes have none" : "";
        return $"{images}, {balance} over {counts.Length} classes: from {NumberFormat.Value(least.Item)} ({set.ClassNames[least.Index]}) to {NumberFormat.Value(most.Item)} ({set.ClassNames[most.Index]}){missing}.";
    }

    private static string Example(RunReport report, int item)
    {
        var (predictions, names) = (report.Predictions, report.Model.ClassNames);
        var read = predictions.Class(item);
        var rest = Enumerable.Range(0, names.Count).Where(index => index != read).MaxBy(index => predictions.Probabilities(item)[index]);
        var second = predictions.IsCorrect(item) ? $"; next comes {names[rest]}" : $"; {names[predictions.Label(item)]}, which it is, gets";
        var share = predictions.Probabilities(item)[predictions.IsCorrect(item) ? rest : predictions.Label(item)];
        return $"Image {item} is {TextFormat.A(names[predictions.Label(item)])} and read as {names[read]} with {NumberFormat.Probability(predictions.Confidence(item))}{second}"
            + $"{(predictions.IsCorrect(item) ? " with" : "")} {NumberFormat.Probability(share)}.";
    }

    /// <summary>The mean size of the weights in the outer two rows and columns, and of the others.</summary>
    private static (double Edge, double Middle) EdgeAndMiddle(FirstLayerWeights weights)
    {
        var (edge, middle, edges, middles) = (0.0, 0.0, 0, 0);
        for (var i = 0; i < weights.Count; i++)
        {
            var image = weights.Image(i);
            for (var place = 0; place < image.Length; place++)
            {
                var (row, column) = (place / weights.Columns, place % weights.Columns);
                if (Math.Min(Math.Min(row, weights.Rows - 1 - row), Math.Min(column, weights.Columns - 1 - column)) < 2)
                    (edge, edges) = (edge + Math.Abs(image[place]), edges + 1);
                else
                    (middle, middles) = (middle + Math.Abs(image[place]), middles + 1);
            }
        }

        return (edges == 0 ? 0 : edge / edges, middles == 0 ? 0 : middle / middles);
    }

    private static string Times(int count) => count == 1 ? "once" : $"{NumberFormat.Value(count)} times";
}
