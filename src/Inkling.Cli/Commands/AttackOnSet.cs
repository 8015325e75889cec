using System.Text.Json;
using Inkling.Analysis;
using Inkling.Cli.Output;
using Inkling.Figures.Charts;

namespace Inkling.Cli.Commands;

/// <summary>An attack on all test images: the accuracy over epsilon, and the minimal epsilon of each image.</summary>
internal sealed class AttackOnSet
{
    private const int BarWidth = 40;
    private static readonly float[] UsualEpsilons =
        [0, 1 / 64f, 1 / 32f, 3 / 64f, 1 / 16f, 3 / 32f, 1 / 8f, 3 / 16f, 1 / 4f, 3 / 8f, 1 / 2f];
    private readonly LoadedModel _opened;
    private readonly Attack _attack;
    private readonly float _epsilon;
    private readonly AttackedAccuracy _curve;

    // Null where the search was stopped before its first result.
    private readonly MinimalEpsilon? _minimal;

    private AttackOnSet(LoadedModel opened, Attack attack, float epsilon, AttackedAccuracy curve, MinimalEpsilon? minimal) =>
        (_opened, _attack, _epsilon, _curve, _minimal) = (opened, attack, epsilon, curve, minimal);

    /// <summary>Gets whether all images were attacked; false where it was stopped.</summary>
    public bool IsComplete => _minimal?.Count == _opened.Images.Count && _curve.Count == _opened.Images.Count;

    private string Stopped => _curve.Count < _opened.Images.Count
        ? Format.Count(_curve.Count)
        : $"the minimal epsilons of {Format.Count(_minimal?.Count ?? 0)}";

    private double Clean => _curve.Accuracies[0];

    private double Attacked => _curve.Accuracies[Array.IndexOf([.. _curve.Epsilons], _epsilon)];

    /// <exception cref="OperationCanceledException">It was stopped before the first images were attacked.</exception>
    public static AttackOnSet Run(LoadedModel opened, Attack attack, float epsilon, Screen screen, CancellationToken cancellation)
    {
        opened.Measure([], cancellation);
        float[] epsilons = [.. UsualEpsilons.Append(epsilon).Distinct().Order()];
        var curve = screen.WithProgress(
            $"{attack.Name}: accuracy", report => AttackedAccuracy.Of(opened.Model, opened.Images, attack, epsilons, report, cancellation));
        return new AttackOnSet(opened, attack, epsilon, curve, screen.WithProgress($"{attack.Name}: minimal epsilon", Search));

        MinimalEpsilon? Search(IProgress<double> report)
        {
            try
            {
                return MinimalEpsilon.Search(opened.Model, opened.Images, attack, report, cancellation);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }
    }

    public void Show(Screen screen)
    {
        screen.Line(
            $"{_opened.Model.Name} from {_opened.File}, {_attack.Name} on "
            + $"{Format.Counted(_curve.Count, "test image")} of {_opened.Data.Name}");
        screen.Line();
        string[][] rows =
        [
            .. _curve.Epsilons.Zip(_curve.Accuracies, (epsilon, accuracy) => (string[])
            [
                $"{epsilon:0.0000}", Format.Percent(accuracy),
                screen.IsTerminal ? Bar.Of(accuracy, BarWidth) : Bar.Plain(accuracy, BarWidth),
            ]),
        ];
        screen.Table(["epsilon", "accuracy", ""], rows);
        screen.Line();
        screen.Line(
            $"Accuracy: {Format.Percent(Clean)} on the originals, {Format.Percent(Attacked)} after {_attack.Name} with epsilon {_epsilon}",
            "bold");
        if (_minimal is { } found)
            screen.Line(Distribution(found));
        if (!IsComplete)
            screen.Line($"stopped after {Stopped} of {Format.Counted(_opened.Images.Count, "test image")}", "yellow");
    }

    /// <summary>Draws the accuracy over epsilon and, in a file beside it, the minimal epsilons.</summary>
    public void Draw(string file, Screen screen)
    {
        FigureOption.Save(
            AttackCharts.Accuracy(
                [.. _curve.Epsilons.Select(epsilon => (double)epsilon)], (_attack.Name.ToUpperInvariant(), _curve.Accuracies)), file);
        screen.Line($"The accuracy over epsilon is drawn in {file}");
        if (_minimal is { } found)
        {
            var beside = Path.ChangeExtension(file, null) + "-minimal" + Path.GetExtension(file);
            // Of the images that are classified correctly, as in the numbers.
            FigureOption.Save(
                AttackCharts.MinimalEpsilons(
                    [.. Enumerable.Range(0, found.Count).Select(i => (double)found[i]).Where(epsilon => epsilon > 0)]), beside);
            screen.Line($"The minimal epsilons are drawn in {beside}");
        }
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("model", _opened.Model.Name);
        json.WriteString("file", _opened.File);
        json.WriteBoolean("verified", _opened.Model.IsVerified);
        json.WriteString("data", _opened.Data.Name);
        json.WriteNumber("test_images", _curve.Count);
        AttackCommand.Write(json, _attack, _epsilon);
        json.WriteNumber("accuracy", Clean);
        json.WriteNumber("attacked_accuracy", Attacked);
        json.WriteStartArray("accuracy_over_epsilon");
        foreach (var (epsilon, accuracy) in _curve.Epsilons.Zip(_curve.Accuracies))
        {
            json.WriteStartObject();
            json.WriteNumber("epsilon", epsilon);
            json.WriteNumber("accuracy", accuracy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (_minimal is { } found)
            Write(json, found);
        if (!IsComplete)
            json.WriteBoolean("stopped", true);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, MinimalEpsilon found)
    {
        json.WriteStartObject("minimal_epsilon");
        json.WriteNumber("images", found.Count);
        json.WriteNumber("misclassified", found.Misclassified);
        json.WriteNumber("never_misclassified", found.NeverMisclassified);
        json.WriteFinite("mean", found.Mean);
        json.WriteFinite("lower_quartile", found.Quantile(0.25));
        json.WriteFinite("median", found.Median);
        json.WriteFinite("upper_quartile", found.Quantile(0.75));
        json.WriteEndObject();
    }

    private static string Distribution(MinimalEpsilon found)
    {
        var correct = found.Count - found.Misclassified;
        if (correct == 0)
            return "No image is classified correctly: there is nothing to attack";
        var never = found.NeverMisclassified == 0
            ? ""
            : $"; {Format.Count(found.NeverMisclassified)} are correct for every epsilon up to 1";
        return $"The minimal epsilon at which an image is misclassified, of {Format.Counted(correct, "correctly classified image")}: "
            + $"median {Shown(found.Median)}, quartiles {Shown(found.Quantile(0.25))} and {Shown(found.Quantile(0.75))}, "
            + $"mean {Shown(found.Mean)}{never}";
    }

    private static string Shown(double epsilon) => double.IsFinite(epsilon) ? $"{epsilon:0.0000}" : "above 1";
}
