using Inkling.Analysis;
using Inkling.Data;
using Inkling.Figures.Drawing;
using Inkling.Training;
using static Inkling.Figures.Drawing.NumberFormat;

namespace Inkling.Figures.Report;

/// <summary>The sentence of each section of a report, computed from its numbers.</summary>
public static class Findings
{
    // The confidence above which a misclassification counts as confident.
    private const float Confident = 0.9f;

    // An untrained network guesses where its loss is within this fraction of ln(classes).
    private const double GuessTolerance = 0.15;

    /// <summary>The accuracy on the test set.</summary>
    public static string Accuracy(RunReport report)
    {
        var (predictions, interval) = (report.Predictions, report.Predictions.AccuracyInterval);
        var images = TextFormat.Count(predictions.Count, "test image");
        var range = $"(95 % interval {Percent(interval.Low, 2)} to {Percent(interval.High, 2)})";
        var only = report.PresentClasses is [var single]
            ? $" All of them have the label {report.Model.ClassNames[single]}; the accuracy on other classes is not known."
            : "";
        var guess = Percent(1.0 / predictions.Classes, 0);
        return (report.Misclassified, predictions.Correct) switch
        {
            (0, _) => $"Of {images} all are classified correctly, 100 % {range}.{only}",
            (_, 0) => $"Of {images} none is classified correctly, 0 % {range}.{only}",
            _ => $"Of {images} {Value(predictions.Correct)} are classified correctly, {Percent(predictions.Accuracy, 2)} {range}; "
                + $"{Value(report.Misclassified)} are misclassified. Guessing would have an accuracy of {guess}.{only}",
        };
    }

    /// <summary>The sizes of the data sets and the balance of their classes.</summary>
    public static string Data(RunReport report)
    {
        var subject = report.Subject;
        var training = subject.Train is { } train ? Balance(train, "training") : "The training set is not known.";
        var validation = subject.HeldOut is { } valid ? $" {TextFormat.Count(valid.Count, "image")} are held out as validation set." : "";
        return $"{training}{validation} {Balance(subject.Test, "test")}";
    }

    /// <summary>What the curves say of the learning rate and of overfitting.</summary>
    public static string Training(RunReport report)
    {
        if (report.Curve is not { } curve || report.Overfitting is not { } overfitting)
            return "This run has no record of its epochs (metrics.csv), so there are no curves.";
        var validation = report.Subject switch
        {
            { HeldOut: { } heldOut } => $"{TextFormat.Count(heldOut.Count, "held-out image")} of the training set",
            { Train: null } => "the images that the run was evaluated on",
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
            ? $"Whether it overfits is {overfitting.Reason}"
            : TextFormat.Capitalize(overfitting.Reason);
        return $"The validation set is {validation}. {rate}: {curve.Reason}. {fit}.";
    }

    /// <summary>The loss of the untrained network, and how far training changed its weights.</summary>
    public static string Start(RunReport report)
    {
        if (report.Untrained is not { } untrained)
            return "The hyper-parameters of this run are not known, so its untrained network cannot be created again.";
        var difference = untrained.Loss - untrained.Guess;
        var (place, meaning) = Math.Abs(difference) <= GuessTolerance * untrained.Guess
            ? ("close to", "the initial network prefers no class")
            : difference > 0
                ? ("well above", "the initial weights are so large that the network starts with confident misclassifications")
                : ("well below", "these are not the initial weights of an untrained network");
        return $"Before training the loss on {TextFormat.Count(untrained.Images, "image")} is {Loss(untrained.Loss)}, "
            + $"{place} ln {report.Predictions.Classes} = {Loss(untrained.Guess)}: {meaning}. "
            + $"Training changed the weights by {Percent(untrained.WeightChange, 0)} of their norm.";
    }

    /// <summary>The ranges of recall and precision over the classes.</summary>
    public static string Classes(RunReport report)
    {
        var (confusion, names, present) = (report.Predictions.Confusion, report.Model.ClassNames, report.PresentClasses);
        var (worst, best) = (present.MinBy(confusion.RecallOf), present.MaxBy(confusion.RecallOf));
        var recall = present.Count == 1
            ? $"The recall of class {names[worst]}, the only one with test images, is {Percent(confusion.RecallOf(worst), 2)}."
            : $"Recall ranges from {Percent(confusion.RecallOf(worst), 2)} (class {names[worst]}) "
                + $"to {Percent(confusion.RecallOf(best), 2)} (class {names[best]}).";
        int[] predicted = [.. Enumerable.Range(0, names.Count).Where(index => confusion.Predicted(index) > 0)];
        var (least, most) = (predicted.MinBy(confusion.PrecisionOf), predicted.MaxBy(confusion.PrecisionOf));
        var precision = predicted.Length == 1
            ? $" Every image is predicted as {names[least]}."
            : $" Precision ranges from {Percent(confusion.PrecisionOf(least), 2)} (class {names[least]}) "
                + $"to {Percent(confusion.PrecisionOf(most), 2)} (class {names[most]}).";
        return recall + precision;
    }

    /// <summary>The most frequent misclassification.</summary>
    public static string Confusion(RunReport report)
    {
        if (report.Pairs is not [var pair, ..])
            return $"All {TextFormat.Count(report.Predictions.Count, "image")} are on the diagonal.";
        var names = report.Model.ClassNames;
        return $"{Value(report.Misclassified)} of {TextFormat.Count(report.Predictions.Count, "image")} are off the diagonal. "
            + $"The most frequent misclassification: {names[pair.Actual]} predicted as {names[pair.Predicted]}, "
            + $"{TextFormat.Times(pair.Count)}, {Percent(pair.Count / (double)report.Misclassified)} of all misclassifications.";
    }

    /// <summary>The fraction of the misclassifications in the most confused pairs.</summary>
    public static string Pairs(RunReport report)
    {
        if (report.Pairs.Count == 0)
            return "No image is misclassified.";
        var (names, covered) = (report.Model.ClassNames, report.Pairs.Sum(pair => pair.Count));
        var pairs = report.Pairs.Select(pair => $"{names[pair.Actual]} predicted as {names[pair.Predicted]} ({pair.Count})");
        return $"{TextFormat.Capitalize(TextFormat.List([.. pairs]))} make up {Value(covered)} of "
            + $"{TextFormat.Count(report.Misclassified, "misclassification")}, {Percent(covered / (double)report.Misclassified, 0)}.";
    }

    /// <summary>The confidence of the misclassifications.</summary>
    public static string Mistakes(RunReport report)
    {
        if (report.Mistakes is not [var first, ..])
            return "No image is misclassified.";
        var (predictions, names) = (report.Predictions, report.Model.ClassNames);
        var confident = Enumerable.Range(0, predictions.Count)
            .Count(i => !predictions.IsCorrect(i) && predictions.Confidence(i) > Confident);
        return $"{Value(confident)} of {TextFormat.Count(report.Misclassified, "misclassification")} have a confidence of more than "
            + $"{Percent(Confident, 0)}. The most confident: image {first.Item}, label {names[first.Actual]}, "
            + $"predicted {names[first.Predicted]}, confidence {Probability(first.Confidence)}.";
    }

    /// <summary>Whether the network is over- or underconfident.</summary>
    public static string Calibration(RunReport report)
    {
        var calibration = report.Calibration;
        var gap = calibration.Confidence - calibration.Accuracy;
        var widest = calibration.Bins.Where(bin => bin.Count > 0).MaxBy(bin => bin.Gap)!;
        var meaning = Math.Abs(gap) < 0.005 ? "well calibrated" : gap > 0 ? "overconfident" : "underconfident";
        return $"The mean confidence is {Percent(calibration.Confidence, 2)} and the accuracy {Percent(calibration.Accuracy, 2)}: "
            + $"on average the network is {meaning}. "
            + $"The expected calibration error over {calibration.Bins.Count} bins is {Percent(calibration.ExpectedError, 2)}, "
            + $"the largest gap {Percent(calibration.MaximumError, 2)}, in a bin of {TextFormat.Count(widest.Count, "image")}.";
    }

    /// <summary>The predictions of the two examples.</summary>
    public static string Examples(RunReport report)
    {
        var correct = report.First(correct: true) is { } first ? Example(report, first) : "No image is classified correctly.";
        var misclassified = report.First(correct: false) is { } other ? Example(report, other) : "No image is misclassified.";
        return $"{correct} {misclassified}";
    }

    /// <summary>The accuracy under attack and the smallest perturbations that suffice.</summary>
    public static string Attack(RunReport report)
    {
        var (attack, count, epsilon) = (report.Attack, report.Attack.Accuracy.Count, report.Subject.Epsilon);
        var attacked = attack.Accuracy.Accuracies[attack.Accuracy.Epsilons.ToList().IndexOf(epsilon)];
        var images = $"{(count < report.Predictions.Count ? "the first" : "all")} {TextFormat.Count(count, "test image")}";
        var fall = $"On {images} the accuracy falls from {Percent(attack.Accuracy.Accuracies[0])} to {Percent(attacked)} "
            + $"at epsilon {Value(epsilon, 3)}, {Math.Round(epsilon * 255):0} of 255 grey levels.";
        if (attack.Example is not { } example)
            return $"{fall} None of these images is classified correctly, so there is nothing to attack.";
        var (names, label, minimal) = (report.Model.ClassNames, report.Predictions.Label(example.Item), attack.Minimal[example.Item]);
        var half = double.IsFinite(attack.Minimal.Median)
            ? $" Half of the correctly classified images are misclassified at an epsilon of {Value(attack.Minimal.Median, 3)} or less."
            : " More than half of the correctly classified images are misclassified at no epsilon.";
        var one = example.Class == label
            ? $" Image {example.Item} is still predicted as {names[label]} then"
            : $" Image {example.Item}, label {names[label]}, is then predicted as {names[example.Class]} "
                + $"with a confidence of {Probability(example.Probabilities[example.Class])}";
        var smallest = float.IsFinite(minimal) ? $"its minimal epsilon is {Value(minimal, 3)}" : "it is misclassified at no epsilon";
        return $"{fall}{half}{one}; {smallest}.";
    }

    /// <summary>The magnitude of the weights of the first layer, at the edge and inside.</summary>
    public static string Weights(RunReport report)
    {
        if (report.Weights is not { } weights)
            return "The first layer has no weights that are images.";
        var (edge, inside) = EdgeAndInside(weights);
        var meaning = edge < inside * 0.8
            ? "the network uses the inside, where the ink is"
            : edge > inside * 1.25 ? "the edge has kept or gained more than the inside" : "both are alike, as before training";
        var where = weights.Rows < 8 || edge == 0 || inside == 0
            ? ""
            : $" The mean magnitude is {Value(edge, 3)} in the outer two rows and columns and {Value(inside, 3)} inside: {meaning}.";
        return $"{weights.Layer} has {TextFormat.Count(weights.Count, "image")} of {weights.Rows}x{weights.Columns} weights "
            + $"of a magnitude of at most {Value(weights.Largest, 3)}.{where}";
    }

    private static string Balance(ImageDataset set, string kind)
    {
        var (names, images) = (set.ClassNames, TextFormat.Count(set.Count, $"{kind} image"));
        var counts = ReportFigures.Counts(set).Index().Where(entry => entry.Item > 0).ToArray();
        if (counts.Length == 1)
            return $"{images}, all with the label {names[counts[0].Index]}.";
        var (least, most) = (counts.MinBy(entry => entry.Item), counts.MaxBy(entry => entry.Item));
        var balance = most.Item > 1.5 * least.Item ? "unbalanced" : "balanced";
        var missing = counts.Length < names.Count ? $"; {names.Count - counts.Length} classes have none" : "";
        return $"{images}, {balance} over {counts.Length} classes: "
            + $"from {Value(least.Item)} ({names[least.Index]}) to {Value(most.Item)} ({names[most.Index]}){missing}.";
    }

    private static string Example(RunReport report, int item)
    {
        var prediction = report.Predictions[item];
        var probabilities = prediction.Probabilities.ToArray();
        var head = $"Image {item}: label {prediction.LabelName}, predicted {prediction.ClassName}, "
            + $"confidence {Probability(prediction.Confidence)}";
        if (prediction.IsCorrect == false)
            return $"{head}; the label has a probability of {Probability(probabilities[prediction.Label!.Value])}.";
        var second = Enumerable.Range(0, probabilities.Length).Where(i => i != prediction.Class).MaxBy(i => probabilities[i]);
        return $"{head}; next is {prediction.ClassNames[second]} with {Probability(probabilities[second])}.";
    }

    /// <summary>The mean magnitude of the weights in the outer two rows and columns, and of the others.</summary>
    private static (double Edge, double Inside) EdgeAndInside(FirstLayerWeights weights)
    {
        var (edge, inside, edges, insides) = (0.0, 0.0, 0, 0);
        for (var i = 0; i < weights.Count; i++)
        {
            var image = weights.Image(i);
            for (var place = 0; place < image.Length; place++)
            {
                var (row, column) = (place / weights.Columns, place % weights.Columns);
                if (Math.Min(Math.Min(row, weights.Rows - 1 - row), Math.Min(column, weights.Columns - 1 - column)) < 2)
                    (edge, edges) = (edge + Math.Abs(image[place]), edges + 1);
                else
                    (inside, insides) = (inside + Math.Abs(image[place]), insides + 1);
            }
        }

        return (edges == 0 ? 0 : edge / edges, insides == 0 ? 0 : inside / insides);
    }
}
