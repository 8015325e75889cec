namespace Inkling.Training.Callbacks;

/// <summary>
/// Keeps the model of the epoch with the best value: in memory, to be restored at the end of the training, or by <paramref name="keep"/>,
/// which may write a file; then the model stays as it is.
/// </summary>
/// <param name="monitor">
/// "valid_loss", "train_loss" or the name of a metric; null for the validation loss, or the training loss where there is no validation set.
/// </param>
/// <param name="keep">Called when the model is the best so far; null to keep it in memory.</param>
public sealed class KeepBest(string? monitor = null, Action<Learner>? keep = null) : Callback
{
    private readonly Monitor _monitor = new(monitor, 0);
    private IReadOnlyDictionary<string, Tensor>? _model;

    /// <summary>Gets the best value so far; NaN before the first epoch.</summary>
    public double Best => _monitor.Best;

    /// <summary>Gets the epoch of the best value, counted from 1; 0 before the first.</summary>
    public int BestEpoch => _monitor.BestEpoch;

    /// <inheritdoc/>
    public override void BeforeFit(Learner learner)
    {
        if (learner.Step > 0)
            return;
        _monitor.Clear();
        _model = null;
    }

    /// <inheritdoc/>
    public override void AfterValidate(Learner learner)
    {
        if (!_monitor.Update(learner))
            return;
        if (keep is not null)
            keep(learner);
        else
            _model = learner.Model.StateDictionary();
    }

    /// <inheritdoc/>
    public override void AfterFit(Learner learner)
    {
        if (_model is not null)
            learner.Model.LoadStateDictionary(_model);
    }

    /// <inheritdoc/>
    public override void Save(TrainingState state)
    {
        _monitor.Save(state);
        if (_model is not null)
            state.Part("model").Set(_model);
    }

    /// <inheritdoc/>
    public override void Load(TrainingState state)
    {
        _monitor.Load(state);
        _model = state.Part("model").OwnTensors() is { Count: > 0 } model ? model : null;
    }
}
