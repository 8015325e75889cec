using System.Globalization;

namespace Inkling.Training;

/// <summary>
/// The history of a training: the loss, the smoothed loss and the learning rate of the steps, and a record of every epoch.
/// </summary>
public sealed class Recorder
{
    /// <summary>The fraction of the smoothed loss that a step keeps, as in fastai.</summary>
    private const double Smoothing = 0.98;

    /// <summary>The number of steps whose memory is allocated in advance; beyond it the capacity doubles.</summary>
    private const int MaxReserved = 1 << 20;

    /// <summary>The count of numbers of an epoch besides the metrics.</summary>
    private const int EpochNumbers = 6;

    private readonly List<EpochRecord> _epochs = [];
    private float[] _losses = [], _smoothedLosses = [], _learningRates = [];
    private double _average;

    internal Recorder(IReadOnlyList<string> metricNames) => MetricNames = metricNames;

    /// <summary>Gets the names of <see cref="EpochRecord.Metrics"/>.</summary>
    public IReadOnlyList<string> MetricNames { get; }

    /// <summary>
    /// Gets or sets whether the steps of all epochs are kept, which is the default. Otherwise only those of the current epoch are, here and
    /// in checkpoints, so that neither grows with the number of steps; <see cref="Callbacks.CsvLogger"/> writes all of them to a file.
    /// </summary>
    public bool KeepsSteps { get; set; } = true;

    /// <summary>Gets the number of steps of the training.</summary>
    public int Steps { get; private set; }

    /// <summary>Gets the number of steps before the first one that is kept: 0 where all are.</summary>
    public int FirstStep { get; private set; }

    /// <summary>
    /// Gets the loss of the batch of each step from <see cref="FirstStep"/> on, before the step: [<see cref="Steps"/> - FirstStep].
    /// </summary>
    public ReadOnlySpan<float> Losses => _losses.AsSpan(0, Kept);

    /// <summary>
    /// Gets the exponential moving average of the loss from <see cref="FirstStep"/> on: each step keeps 0.98 of it, with correction of its
    /// initial value of 0.
    /// </summary>
    public ReadOnlySpan<float> SmoothedLosses => _smoothedLosses.AsSpan(0, Kept);

    /// <summary>Gets the learning rate of each step from <see cref="FirstStep"/> on.</summary>
    public ReadOnlySpan<float> LearningRates => _learningRates.AsSpan(0, Kept);

    /// <summary>Gets the records of the epochs.</summary>
    public IReadOnlyList<EpochRecord> Epochs => _epochs;

    /// <summary>Gets the header of the table: <c>epoch  train_loss  valid_loss  accuracy  time</c>.</summary>
    public string Header => string.Join("  ", (string[])["epoch", "train_loss", "valid_loss", .. MetricNames, "   time"]);

    private int Kept => Steps - FirstStep;

    /// <summary>Formats a row of the table.</summary>
    public string Row(EpochRecord epoch)
    {
        var metrics =
            epoch.Metrics.Select((value, i) => value.ToString("0.000000", CultureInfo.InvariantCulture).PadLeft(MetricNames[i].Length));
        return string.Create(
            CultureInfo.InvariantCulture, $"{epoch.Epoch,5}  {epoch.TrainLoss,10:0.000000}  {epoch.ValidLoss,10:0.000000}  ")
            + string.Concat(
                metrics.Select(metric => metric + "  ")) + string.Create(CultureInfo.InvariantCulture, $"{epoch.Seconds,6:0.00}s");
    }

    /// <summary>Formats the whole table.</summary>
    public override string ToString() => string.Join('\n', _epochs.Select(Row).Prepend(Header));

    internal void Clear()
    {
        (Steps, FirstStep, _average) = (0, 0, 0);
        _epochs.Clear();
    }

    /// <summary>Allocates memory for the steps of some epochs, so that recording them allocates nothing.</summary>
    internal void Reserve(int epochs, int steps) => MakeRoom((int)Math.Min(KeepsSteps ? (long)epochs * steps : steps, MaxReserved));

    internal void StartEpoch()
    {
        if (!KeepsSteps)
            FirstStep = Steps;
    }

    internal void AddStep(float loss, float learningRate)
    {
        var i = Kept;
        if (i == _losses.Length)
            MakeRoom(Math.Max(64, 2 * i));
        _average = (Smoothing * _average) + ((1 - Smoothing) * loss);
        _losses[i] = loss;
        _learningRates[i] = learningRate;
        _smoothedLosses[i] = (float)(_average / (1 - Math.Pow(Smoothing, Steps + 1)));
        Steps++;
    }

    internal void AddEpoch(EpochRecord epoch) => _epochs.Add(epoch);

    internal void Save(TrainingState state)
    {
        state.Set("losses", Losses);
        state.Set("smoothed_losses", SmoothedLosses);
        state.Set("learning_rates", LearningRates);
        state.Set("first_step", FirstStep);
        state.Set("average", _average);
        state.Set("epochs", _epochs.Count);
        foreach (var (i, epoch) in _epochs.Index())
        {
            double[] numbers =
                [epoch.TrainLoss, epoch.ValidLoss, epoch.TrainSeconds, epoch.Seconds, epoch.Items, epoch.TrainAccuracy, .. epoch.Metrics];
            state.Set($"epoch.{i}", string.Join(' ', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture))));
        }
    }

    internal void Load(TrainingState state)
    {
        var losses = state.Vector("losses");
        var smoothed = state.Vector("smoothed_losses");
        var rates = state.Vector("learning_rates");
        if (losses.Length != smoothed.Length || losses.Length != rates.Length)
            throw new InvalidDataException(
                $"the training's state has {losses.Length} losses, {smoothed.Length} smoothed ones and {rates.Length} learning rates");
        // Their number allocates nothing: it is only as true as there are texts.
        var epochs = new List<EpochRecord>();
        for (var i = 0; i < state.Whole("epochs"); i++)
            epochs.Add(ParseEpoch(i + 1, state.Text($"epoch.{i}")));
        var (first, average) = (state.Has("first_step") ? state.Whole("first_step") : 0, state.Number("average"));
        if (first > int.MaxValue - losses.Length)
            throw new InvalidDataException($"the training's state begins at step {first}, expected at most {int.MaxValue - losses.Length}");
        Clear();
        MakeRoom(losses.Length);
        losses.CopyTo(_losses);
        smoothed.CopyTo(_smoothedLosses);
        rates.CopyTo(_learningRates);
        (Steps, FirstStep, _average) = (first + losses.Length, first, average);
        _epochs.AddRange(epochs);
    }

    private EpochRecord ParseEpoch(int epoch, string text)
    {
        var parts = text.Split(' ');
        var values = new double[parts.Length];
        var areNumbers = true;
        for (var i = 0; i < parts.Length; i++)
            areNumbers &= double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]);
        if (!areNumbers || (values.Length != EpochNumbers && values.Length != EpochNumbers + MetricNames.Count))
        {
            throw new InvalidDataException(
                $"epoch {epoch} of the training's state is {Formats.FormatError.Quote(text)}, "
                + $"expected {EpochNumbers + MetricNames.Count} numbers");
        }

        return new EpochRecord(
            epoch, values[0], values[1], values[EpochNumbers..], values[2], values[3], (int)values[4])
        { TrainAccuracy = values[5] };
    }

    private void MakeRoom(int steps)
    {
        if (steps <= _losses.Length)
            return;
        Array.Resize(ref _losses, steps);
        Array.Resize(ref _smoothedLosses, steps);
        Array.Resize(ref _learningRates, steps);
    }
}
