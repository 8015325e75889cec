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
    /// <param name="runFolder">The folder of the run, which a training may be writing.</param>
    /// <param name="last">The last epoch to read, that of the model; null for all.</param>
    /// <exception cref="InvalidDataException">metrics.csv is damaged; the message names the line.</exception>
    public static IReadOnlyList<EpochRecord> ReadEpochs(string runFolder, int? last = null) =>
        [.. EpochsOf(runFolder).ReadOn(last).Select(EpochOf)];

    /// <summary>Opens metrics.csv to read it.</summary>
    public static NumberedCsv EpochsOf(string runFolder) => new(Path.Combine(runFolder, EpochsName), "epoch");

    /// <summary>Opens steps.csv to read it.</summary>
    public static NumberedCsv StepsOf(string runFolder) => new(Path.Combine(runFolder, StepsName), "step");

    /// <summary>Gets the record of an epoch from its line.</summary>
    /// <exception cref="InvalidDataException">The line is damaged; the message names it.</exception>
    public static EpochRecord EpochOf(CsvRow row)
    {
        var (trainLoss, validLoss) = (row.Number("train_loss"), row.Number("valid_loss", "test_loss"));
        var accuracy = row.Share("valid_accuracy", "test_accuracy");
        var trainAccuracy = row.Has("train_accuracy") ? row.Share("train_accuracy") : double.NaN;
        var seconds = row.FromZero("seconds");
        var images = row.Whole("images");
        return new EpochRecord(row.Index, trainLoss, validLoss, [accuracy], seconds, seconds, images) { TrainAccuracy = trainAccuracy };
    }

    /// <summary>Reads the loss of each step, its running mean and the learning rate; none where there is no steps.csv.</summary>
    /// <param name="runFolder">The folder of the run, which a training may be writing.</param>
    /// <param name="last">The last step to read, that of the model; null for all.</param>
    /// <exception cref="InvalidDataException">steps.csv is damaged; the message names the line.</exception>
    public static RunSteps ReadSteps(string runFolder, int? last = null)
    {
        var (losses, smoothed, rates) = (new List<float>(), new List<float>(), new List<float>());
        foreach (var row in StepsOf(runFolder).ReadOn(last))
        {
            losses.Add((float)row.Number("loss"));
            smoothed.Add((float)row.Number("smoothed_loss"));
            rates.Add((float)row.Number("lr"));
        }

        return new RunSteps(losses, smoothed, rates);
    }
}
