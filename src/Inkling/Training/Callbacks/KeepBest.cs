namespace Inkling.Training.Callbacks;

/// <summary>
/// Keeps the model of the epoch with the best value: in memory, to be put back when the training ends, or by <paramref name="keep"/>, which
/// may write a file and leaves the model as it is.
/// </summary>
/// <param name="monitor">
/// "valid_loss", "train_loss" or a metric's name; null for the validation loss, or the training loss where nothing is measured.
/// </param>
/// <param name="keep">What to do with a model that is the best so far; null to keep it in memory.</param>
public sealed class KeepBest(string? monitor = null, Action<Learner>? keep = null) : Callback
{
    private readonly Monitor _monitor = new(monitor, 0);
    private IReadOnlyDictionary<string, Tensor>? _model;

    /// <summary>The best value so far; not a number before the first epoch.</summary>
    public double Best => _monitor.Best;

    /// <summary>The epoch of the best value, counted from 1; 0 before the first.</summary>
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
