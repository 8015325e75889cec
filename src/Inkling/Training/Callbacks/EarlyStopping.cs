namespace Inkling.Training.Callbacks;

/// <summary>Ends a training when a value has not improved for some epochs.</summary>
/// <param name="patience">The number of epochs without improvement after which the training ends, at least 1.</param>
/// <param name="monitor">
/// "valid_loss", "train_loss" or the name of a metric; null for the validation loss, or the training loss where there is no validation set.
/// </param>
/// <param name="minimumChange">The smallest improvement that counts.</param>
public sealed class EarlyStopping(int patience = 3, string? monitor = null, double minimumChange = 0) : Callback
{
    private readonly int _patience = patience >= 1
        ? patience
        : throw new ArgumentOutOfRangeException(
            nameof(patience), $"EarlyStopping: a patience of {patience} epochs, at least 1 is expected");

    private readonly Monitor _monitor = new(monitor, minimumChange);

    /// <summary>Gets the epoch of the best value so far, counted from 1; 0 before the first.</summary>
    public int BestEpoch => _monitor.BestEpoch;

    /// <inheritdoc/>
    public override void BeforeFit(Learner learner)
    {
        if (learner.Step == 0)
            _monitor.Clear();
    }

    /// <inheritdoc/>
    public override void AfterValidate(Learner learner)
    {
        if (!_monitor.Update(learner) && learner.Epoch - _monitor.BestEpoch >= _patience)
            learner.Stop();
    }

    /// <inheritdoc/>
    public override void Save(TrainingState state) => _monitor.Save(state);

    /// <inheritdoc/>
    public override void Load(TrainingState state) => _monitor.Load(state);
}
