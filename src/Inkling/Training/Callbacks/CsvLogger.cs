using System.Globalization;
using System.Text;
using Inkling.Formats;

namespace Inkling.Training.Callbacks;

/// <summary>
/// Writes the epochs of a training to a CSV file, <c>epoch,train_loss,valid_loss,accuracy,...,time</c>, or its steps,
/// <c>step,loss,smoothed_loss,learning_rate</c>, at the end of each epoch.
/// </summary>
/// <param name="path">The file to create or replace.</param>
/// <param name="steps">Whether to write a line for each step instead of each epoch.</param>
public sealed class CsvLogger(string path, bool steps = false) : Callback
{
    private int _written;

    /// <inheritdoc/>
    public override bool IsWatcher => true;

    /// <summary>Writes the header and, for a resumed training, the history so far.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public override void BeforeFit(Learner learner)
    {
        _written = 0;
        var text = new StringBuilder(steps
            ? "step,loss,smoothed_loss,learning_rate\n"
            : string.Join(',', (string[])["epoch", "train_loss", "valid_loss", .. learner.Recorder.MetricNames, "time"]) + "\n");
        AppendNew(text, learner.Recorder);
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public override void AfterValidate(Learner learner)
    {
        var text = new StringBuilder();
        AppendNew(text, learner.Recorder);
        File.AppendAllText(path, text.ToString());
    }

    private void AppendNew(StringBuilder text, Recorder recorder)
    {
        var count = steps ? recorder.Steps : recorder.Epochs.Count;
        for (; _written < count; _written++)
            text.Append(steps ? StepLine(recorder, _written) : EpochLine(recorder.Epochs[_written])).Append('\n');
    }

    private static string StepLine(Recorder recorder, int i) => string.Create(
        CultureInfo.InvariantCulture, $"{i + 1},{recorder.Losses[i]},{recorder.SmoothedLosses[i]},{recorder.LearningRates[i]}");

    private static string EpochLine(EpochRecord epoch) => string.Join(
        ',', (double[])[epoch.Epoch, epoch.TrainLoss, epoch.ValidLoss, .. epoch.Metrics, Math.Round(epoch.Seconds, 6)]);
}
