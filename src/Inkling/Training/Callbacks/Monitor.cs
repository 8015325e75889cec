namespace Inkling.Training.Callbacks;

/// <summary>Monitors one value of the epochs: its name, whether higher is better, and the best so far.</summary>
internal sealed class Monitor(string? name, double minimumChange)
{
    private const string ValidLoss = "valid_loss";
    private const string TrainLoss = "train_loss";

    /// <summary>Gets the best value so far; NaN before the first epoch.</summary>
    public double Best { get; private set; } = double.NaN;

    /// <summary>Gets the epoch of the best value, counted from 1; 0 before the first.</summary>
    public int BestEpoch { get; private set; }

    public void Clear() => (Best, BestEpoch) = (double.NaN, 0);

    /// <summary>Compares the value of the last recorded epoch with the best.</summary>
    /// <returns>Whether it is the new best.</returns>
    /// <exception cref="ArgumentException">There is no value of that name.</exception>
    public bool Update(Learner learner)
    {
        var (value, isHigherBetter) = Find(learner);
        var change = isHigherBetter ? value - Best : Best - value;
        var isBetter = BestEpoch == 0 ? !double.IsNaN(value) : change > minimumChange;
        if (isBetter)
            (Best, BestEpoch) = (value, learner.Recorder.Epochs[^1].Epoch);
        return isBetter;
    }

    public void Save(TrainingState state)
    {
        state.Set("best", Best);
        state.Set("best_epoch", BestEpoch);
    }

    public void Load(TrainingState state) => (Best, BestEpoch) = (state.Number("best"), state.Whole("best_epoch"));

    /// <summary>Gets the value of the last recorded epoch.</summary>
    /// <exception cref="ArgumentException">There is no value of that name.</exception>
    public (double Value, bool IsHigherBetter) Find(Learner learner)
    {
        var epoch = learner.Recorder.Epochs[^1];
        var wanted = name ?? (learner.Data.Validation is null ? TrainLoss : ValidLoss);
        if (wanted == TrainLoss)
            return (epoch.TrainLoss, false);
        if (wanted == ValidLoss)
            return (epoch.ValidLoss, false);
        for (var i = 0; i < epoch.Metrics.Count; i++)
        {
            if (learner.Metrics[i].Name == wanted)
                return (epoch.Metrics[i], learner.Metrics[i].HigherIsBetter);
        }

        string[] known = [TrainLoss, ValidLoss, .. learner.Recorder.MetricNames];
        throw new ArgumentException($"there is no value {wanted} to monitor, expected one of: {string.Join(", ", known)}");
    }
}
