using System.Globalization;
using Inkling.Training;

namespace Inkling.Cli.Runs;

/// <summary>
/// The metrics in a run folder: metrics.csv with a line for each epoch, and steps.csv with one for each step. The columns test_loss and
/// test_accuracy are valid_loss and valid_accuracy where the run validates on held-out training images.
/// </summary>
internal static class RunMetrics
{
    public const string EpochsName = "metrics.csv";
    public const string StepsName = "steps.csv";

    /// <summary>Gets the columns of metrics.csv.</summary>
    /// <param name="validation">The name of the images on which each epoch is validated: test or valid.</param>
    public static (string Name, Func<EpochRecord, double> Value)[] EpochColumns(string validation) =>
    [
        ("epoch", epoch => epoch.Epoch),
        ("train_loss", epoch => epoch.TrainLoss),
        ($"{validation}_loss", epoch => epoch.ValidLoss),
        ("train_accuracy", epoch => epoch.TrainAccuracy),
        ($"{validation}_accuracy", epoch => epoch.Metrics[0]),
        ("seconds", epoch => Math.Round(epoch.TrainSeconds, 6)),
        ("images_per_second", epoch => Math.Round(epoch.ItemsPerSecond)),
        ("images", epoch => epoch.Items),
    ];

    /// <summary>Reads the epochs of a run; none where there is no metrics.csv.</summary>
    /// <exception cref="InvalidDataException">metrics.csv is damaged; the message names the line.</exception>
    public static IReadOnlyList<EpochRecord> ReadEpochs(string runFolder) =>
        [.. Rows(Path.Combine(runFolder, EpochsName)).Select(row => new EpochRecord(
        (int)row["epoch"],
        row["train_loss"],
        row.Either("valid_loss", "test_loss"),
        [row.Either("valid_accuracy", "test_accuracy")],
        row["seconds"],
        row["seconds"],
        (int)row["images"]) { TrainAccuracy = row.Either("train_accuracy", null) })];

    /// <summary>Reads the loss of each step, its running mean and the learning rate; none where there is no steps.csv.</summary>
    /// <exception cref="InvalidDataException">steps.csv is damaged; the message names the line.</exception>
    public static IReadOnlyList<(float Loss, float Smoothed, float LearningRate)> ReadSteps(string runFolder) =>
        [.. Rows(Path.Combine(runFolder, StepsName)).Select(row => ((float)row["loss"], (float)row["smoothed_loss"], (float)row["lr"]))];

    private static IEnumerable<Row> Rows(string path)
    {
        if (!File.Exists(path))
            yield break;
        var lines = File.ReadAllLines(path);
        var columns = new Dictionary<string, int>();
        foreach (var (index, name) in lines.FirstOrDefault("").Split(',').Index())
        {
            if (!columns.TryAdd(name, index))
                throw new InvalidDataException($"{path}: line 1: more than one column {name}");
        }

        foreach (var (i, line) in lines.Index().Skip(1))
            yield return new Row($"{path}: line {i + 1}", columns, line.Split(','));
    }

    /// <summary>A line of numbers, by the names of the columns.</summary>
    private readonly record struct Row(string Place, Dictionary<string, int> Columns, string[] Cells)
    {
        public double this[string column] => Columns.TryGetValue(column, out var index) && index < Cells.Length
            && double.TryParse(Cells[index], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw new InvalidDataException(Columns.ContainsKey(column)
                    ? $"{Place}: no number for {column}, expected {string.Join(',', Columns.Keys)}"
                    : $"{Place}: no column {column} in {string.Join(',', Columns.Keys)}");

        /// <summary>The first of two columns that exists; NaN where neither does.</summary>
        public double Either(string first, string? second) =>
            Columns.ContainsKey(first) ? this[first] : second is not null && Columns.ContainsKey(second) ? this[second] : double.NaN;
    }
}
