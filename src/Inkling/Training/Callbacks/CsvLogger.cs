using System.Diagnostics;
using System.Globalization;
using System.Text;
using Inkling.Formats;

namespace Inkling.Training.Callbacks;

/// <summary>
/// Appends the epochs of a training to a CSV file, <c>epoch,train_loss,valid_loss,accuracy,...,time</c> or other columns, or its steps,
/// <c>step,loss,smoothed_loss,lr</c>, at the end of each epoch; the steps also when the training is interrupted, and within an epoch where
/// <see cref="Interval"/> is set.
/// </summary>
/// <remarks>
/// Each append is one write of whole lines, flushed to the disk at the end of an epoch and where the training is interrupted: a reader
/// leaves out a last line that does not end in a line feed. A resumed training first replaces the file atomically, without the lines after
/// the step that it resumes from.
/// </remarks>
public sealed class CsvLogger : Callback
{
    private const string StepHeader = "step,loss,smoothed_loss,lr";

    private readonly string _path;
    private readonly bool _writesSteps;
    private readonly IReadOnlyList<(string Name, Func<EpochRecord, double> Value)>? _chosen;
    private IReadOnlyList<(string Name, Func<EpochRecord, double> Value)> _columns = [];
    private int _written;
    private long _lastAppend;

    /// <summary>Creates a logger of the epochs or the steps.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="steps">Whether to write a line for each step instead of each epoch.</param>
    public CsvLogger(string path, bool steps = false) => (_path, _writesSteps) = (path, steps);

    /// <summary>Creates a logger of the epochs with columns of one's own.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="columns">The name and the value of each column, at least one; the names without commas and line breaks.</param>
    public CsvLogger(string path, IReadOnlyList<(string Name, Func<EpochRecord, double> Value)> columns) =>
        (_path, _chosen) = (path, columns);

    /// <summary>
    /// Gets the time after which steps are appended within an epoch, for a process that watches; null, the default, for the end of each
    /// epoch only.
    /// </summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>
    /// Gets the lock of the folder of the file: nothing is appended once the folder is lost. Null, the default, for none.
    /// </summary>
    public FolderLock? Lock { get; init; }

    /// <inheritdoc/>
    public override bool IsWatcher => true;

    /// <summary>
    /// Writes the header and, for a resumed training, the history so far. Steps that the <see cref="Recorder"/> has not kept are taken from
    /// the file.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public override void BeforeFit(Learner learner)
    {
        var recorder = learner.Recorder;
        _columns = _chosen ?? DefaultColumns(recorder);
        _written = _writesSteps ? recorder.FirstStep : 0;
        _lastAppend = Stopwatch.GetTimestamp();
        AtomicFile.Write(_path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            writer.Write(Header() + '\n');
            if (_writesSteps && recorder.FirstStep > 0 && File.Exists(_path))
                CopySteps(writer, recorder.FirstStep);
            writer.Write(NewLines(recorder));
        });
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be written; it holds what it held before.</exception>
    public override void AfterBatch(Learner learner)
    {
        if (_writesSteps && Interval is { } interval && Stopwatch.GetElapsedTime(_lastAppend) >= interval)
            Append(learner.Recorder, isFinal: false);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be written; it holds what it held before.</exception>
    public override void AfterInterruption(Learner learner) => Append(learner.Recorder, isFinal: true);

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be written; it holds what it held before.</exception>
    public override void AfterValidate(Learner learner) => Append(learner.Recorder, isFinal: true);

    private static (string Name, Func<EpochRecord, double> Value)[] DefaultColumns(Recorder recorder) =>
    [
        ("epoch", epoch => epoch.Epoch),
        ("train_loss", epoch => epoch.TrainLoss),
        ("valid_loss", epoch => epoch.ValidLoss),
        .. recorder.MetricNames.Select((name, i) => (name, (Func<EpochRecord, double>)(epoch => epoch.Metrics[i]))),
        ("time", epoch => Math.Round(epoch.Seconds, 6)),
    ];

    /// <summary>Copies the lines of the first steps from the file that is replaced.</summary>
    private void CopySteps(TextWriter writer, int count)
    {
        var last = 0;
        foreach (var line in File.ReadLines(_path))
        {
            var isStep = int.TryParse(line.AsSpan(0, Math.Max(line.IndexOf(','), 0)), NumberStyles.None, null, out var step);
            if (!isStep || step <= last || step > count)
                continue;
            writer.Write(line + '\n');
            last = step;
        }
    }

    private void Append(Recorder recorder, bool isFinal)
    {
        _lastAppend = Stopwatch.GetTimestamp();
        var lines = NewLines(recorder);
        if (lines.Length == 0 && !(isFinal && Interval is not null))
            return;
        using var stream = new FileStream(
            _path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

        // The file is open: if its folder is replaced from now on, the lines still go to the folder that was locked.
        Lock?.ThrowIfLost();
        var end = stream.Seek(0, SeekOrigin.End);
        try
        {
            stream.Write(Encoding.UTF8.GetBytes(end == 0 ? Header() + '\n' + lines : lines));
            if (isFinal)
                stream.Flush(flushToDisk: true);
        }
        catch
        {
            stream.SetLength(end);
            throw;
        }
    }

    private string Header() => _writesSteps ? StepHeader : string.Join(',', _columns.Select(column => column.Name));

    private string NewLines(Recorder recorder)
    {
        var text = new StringBuilder();
        for (var end = _writesSteps ? recorder.Steps : recorder.Epochs.Count; _written < end; _written++)
        {
            if (_writesSteps)
                AddStep(text, recorder, _written);
            else
                AddEpoch(text, recorder.Epochs[_written]);
        }

        return text.ToString();
    }

    private static void AddStep(StringBuilder text, Recorder recorder, int step)
    {
        var i = step - recorder.FirstStep;
        text.Append(
            CultureInfo.InvariantCulture,
            $"{step + 1},{recorder.Losses[i]},{recorder.SmoothedLosses[i]},{recorder.LearningRates[i]}\n");
    }

    private void AddEpoch(StringBuilder text, EpochRecord epoch) =>
        text.AppendJoin(',', _columns.Select(column => column.Value(epoch).ToString(CultureInfo.InvariantCulture))).Append('\n');
}
