using Inkling.Analysis;
using Inkling.Figures.Charts;
using Inkling.Figures.Drawing;
using Inkling.Models;
using Inkling.Optim;
using Inkling.Training;

namespace Inkling.Figures.Tests.Charts;

/// <summary>
/// Every chart, from small fixed data: the content of the reference files. Those that end in -hard have long names, huge counts, or no
/// data.
/// </summary>
internal static class ChartSamples
{
    private static readonly string[] s_digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    private static readonly string[] s_long =
        ["a very long name of a class that nobody would choose", "Donaudampfschifffahrtsgesellschaftskapitän", "short"];
    private static readonly int[] s_train = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949];
    private static readonly int[] s_test = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009];

    public static readonly IReadOnlyDictionary<string, Func<Figure>> All = new Dictionary<string, Func<Figure>>
    {
        ["line-chart"] = () => new LineChart("Accuracy on threes and sevens", "epoch", "validation accuracy")
            .Add("linear", [1, 2, 3, 4], [0.91, 0.95, 0.96, 0.97]).Add("two layers", [1, 2, 3, 4], [0.93, 0.96, double.NaN, 0.985]),
        ["line-chart-hard"] = () => new LineChart(
            "A title that is so long that it takes more than a line, and more",
            "a name of an axis that is too long for the room there is below it", "a name of an axis that is too long")
            .Add("a name of a line that is far too long for the legend that has to show it somewhere", [1, 2, 3],
                [1_234_567, 9_876_543, double.PositiveInfinity])
            .Add("none", [1, 2], [double.NaN, double.NaN])
            .Add("three", [1, 3], [0, 1e6]).Add("four", [1, 3], [2e6, 3e6]).Add("five", [1, 3], [4e6, 5e6])
            .Add("six", [1, 3], [6e6, 7e6]),
        ["line-chart-empty"] = () => new LineChart("Nothing", "epoch", "loss"),
        ["sigmoid"] = FunctionCharts.Sigmoid,
        ["relu"] = FunctionCharts.Relu,
        ["negative-logarithm"] = FunctionCharts.NegativeLogarithm,
        ["class-histogram"] = () => new ClassHistogram("Images of each digit", s_digits).Add("train", s_train).Add("test", s_test),
        ["class-histogram-one"] = () => new ClassHistogram("Images of each digit", s_digits).Add("train", s_train),
        ["class-histogram-hard"] = () =>
            new ClassHistogram("Images of each class", s_long).Add("train", [9_876_543, 0, 1_234_567]).Add("test", [1_000_000, 1, 0]),
        ["training-curves"] = () => TrainingCharts.Curves(
            [.. Enumerable.Range(1, 20).Select(Epoch)], ["accuracy"],
            [.. Enumerable.Range(1, 20).Select(i => 1 - Math.Exp(-0.9 - (0.4 * i)))]),
        ["training-curves-hard"] = () => TrainingCharts.Curves(
            [
                new(1, 2.3, 2.2, [0.2], 1, 1, 10),
                new(2, 400, double.NaN, [0.1], 1, 1, 10),
                new(3, double.NaN, double.PositiveInfinity, [0.1], 1, 1, 10),
            ],
            ["accuracy"]),
        ["step-losses"] = Steps,
        ["learning-rate-search"] = () => TrainingCharts.Of(Search()),
        ["schedule"] = () => TrainingCharts.Of(new OneCycleSchedule(0.1f, 200), 200),
        ["schedule-without-momentum"] = () => TrainingCharts.Of(new StepSchedule(0.1f, 5), 20),
        ["runs"] = () => Runs(7),
        ["runs-four"] = () => Runs(4),
        ["probabilities-correct"] = () => Bars("Predicted 7", s_digits, [0.001f, 0, 0.012f, 0.004f, 0, 0, 0, 0.953f, 0.01f, 0.02f], 7),
        ["probabilities-misclassified"] = () =>
            Bars("Predicted 9", s_digits, [0, 0, 0, 0.01f, 0.36f, 0.02f, 0, 0.05f, 0.06f, 0.5f], 4, width: 240),
        ["probabilities-hard"] = () => Bars("Two long names", s_long[..2], [float.NaN, 1], width: 200),
        ["confusion-matrix"] = () => new ConfusionMatrixChart("Confusion of the test images", s_digits, Confusion(1)),
        ["confusion-matrix-normalized"] = () =>
            new ConfusionMatrixChart("Confusion of the test images", s_digits, Confusion(1)) { Normalized = true },
        ["confusion-matrix-two"] = () =>
            new ConfusionMatrixChart("Confusion of two classes", ["three", "seven"], new[,] { { 990, 20 }, { 28, 1000 } }),
        ["confusion-matrix-hard"] = () =>
            new ConfusionMatrixChart("Confusion of long names", [.. s_long, "3", "4", "5", "6", "7", "8", "9"], Confusion(7919)),
        ["confusion-matrix-empty"] = () => new ConfusionMatrixChart("Confusion of nothing", [], new int[0, 0]),
        ["reliability"] = () => new ReliabilityChart("Confidence and accuracy", [.. Enumerable.Range(0, 15).Select(Bin)], 0.0312),
        ["reliability-hard"] = () => new ReliabilityChart(
            "Underconfident", [new CalibrationBin(0, 0.5, 7, 0.4, 0.1), new CalibrationBin(0.5, 1, 1_234_567, 0.6, 0.9)], 0.3),
        ["reliability-empty"] = () =>
            new ReliabilityChart("Confidence and accuracy", [new CalibrationBin(0, 1, 0, double.NaN, double.NaN)], double.NaN),
        ["accuracy-over-epsilon"] = () => AttackCharts.Accuracy(
            [0, 0.025, 0.05, 0.075, 0.1, 0.125],
            ("FGSM", [0.979, 0.85, 0.46, 0.16, 0.06, 0.02]), ("PGD, 10 steps", [0.979, 0.8, 0.25, 0.03, 0.002, 0]),
            ("random noise", [0.979, 0.979, 0.978, 0.977, 0.975, 0.974])),
        ["minimal-epsilons"] = () => AttackCharts.MinimalEpsilons(
            [
                .. Enumerable.Range(0, 500).Select(i => 0.002 + (0.05 * Math.Sqrt(-2 * Math.Log(1 - ((i + 0.5) / 500))))),
                double.PositiveInfinity,
            ]),
        ["histogram-empty"] = () => AttackCharts.MinimalEpsilons([]),
    };

    private static ProbabilityBars Bars(
        string title, string[] classes, ReadOnlySpan<float> probabilities, int? label = null, double width = 480) =>
        new(title, new Prediction(classes, probabilities, label)) { FigureWidth = width };

    private static EpochRecord Epoch(int epoch) => new(
        epoch, (2 * Math.Exp(-0.4 * epoch)) + 0.01, (1.6 * Math.Exp(-0.5 * epoch)) + 0.3 + (0.012 * epoch),
        [0.9 - (0.5 * Math.Exp(-0.5 * epoch))], 1, 1, 1000);

    private static CalibrationBin Bin(int i) =>
        i < 3 ? new(i / 15.0, (i + 1) / 15.0, 0, double.NaN, double.NaN)
        : new(i / 15.0, (i + 1) / 15.0, i == 14
            ? 9512
            : 1 + ((i - 3) * 9), (i + 0.6) / 15, i == 3 ? 0 : Math.Min(0.985, (i - 1.5 + (i % 3 * 0.4)) / 14));

    private static LineChart Steps()
    {
        var random = new RandomStream(7);
        var (losses, smoothed) = (new float[400], new float[400]);
        for (var (i, mean) = (0, 2.3f); i < losses.Length; i++)
        {
            losses[i] = (2.1f * MathF.Exp(-i / 90f)) + 0.2f + (0.25f * random.NextSingle());
            smoothed[i] = mean = (0.95f * mean) + (0.05f * losses[i]);
        }

        return TrainingCharts.Steps(losses, smoothed);
    }

    private static LearningRateSearch Search()
    {
        float[] rates = [.. Enumerable.Range(0, 60).Select(i => (float)(1e-7 * Math.Pow(1e8, i / 59.0)))];
        float[] smoothed = [.. rates.Select(rate => (float)((2.3 / (1 + (rate / 2e-3))) + 0.25 + (40 * rate * rate)))];
        return new LearningRateSearch(
            rates, [.. smoothed.Select((loss, i) => loss + (0.1f * MathF.Sin(i * 2.3f)))], smoothed, rates[30], rates[35]);
    }

    private static LineChartGrid Runs(int count)
    {
        (double Rate, CurveClass Class, Func<int, double> Loss)[] all =
        [
            (0.0001, CurveClass.TooLow, i => 2.3 - (0.03 * i)), (0.001, CurveClass.Good, i => 0.2 + (2.1 * Math.Exp(-0.2 * i))),
            (0.01, CurveClass.Good, i => 0.1 + (2.2 * Math.Exp(-0.5 * i))),
            (0.1, CurveClass.Good, i => 0.08 + (2 * Math.Exp(-0.9 * i))),
            (0.5, CurveClass.Oscillating, i => 1.2 + (0.9 * (i % 2 == 0 ? 1 : -0.7))),
            (1, CurveClass.Diverged, i => Math.Pow(10, i)), (10, CurveClass.Diverged, i => i < 3 ? Math.Pow(1e100, i) : double.NaN),
        ];
        return TrainingCharts.Runs(
            "Loss of runs with different learning rates", "loss", [.. all.Skip(count < 7 ? 2 : 0).Take(count).Select(run => new RunCurve(
            $"learning rate {NumberFormat.Value(run.Rate)}", [.. Enumerable.Range(0, 15).Select(run.Loss)],
            [.. Enumerable.Range(0, 15).Select(i => (run.Loss(i) * 1.1) + 0.05)], new CurveDiagnosis(run.Class, "")))]);
    }

    private static int[,] Confusion(int times)
    {
        var counts = new int[10, 10];
        for (var i = 0; i < 10; i++)
        {
            for (var j = 0; j < 10; j++)
                counts[i, j] = times * (i == j ? s_test[i] - 20 : Math.Max(0, ((i * 7) + (j * 5) + (i * j)) % 13 - 6));
        }

        return counts;
    }
}
