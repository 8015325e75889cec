namespace Inkling.Training.Callbacks;

/// <summary>Ends a training whose loss became infinite or not a number, before the step that would carry it into the weights.</summary>
public sealed class StopOnNaN : Callback
{
    /// <inheritdoc/>
    public override bool IsWatcher => true;

    /// <inheritdoc/>
    /// <exception cref="DivergenceException">The loss is infinite or not a number. The step was not taken.</exception>
    public override void BeforeBackward(Learner learner)
    {
        if (!float.IsFinite(learner.LossValue))
            throw new DivergenceException(learner.Step + 1, learner.LossValue);
    }

    /// <inheritdoc/>
    /// <exception cref="DivergenceException">The loss of the validation items is infinite or not a number.</exception>
    public override void AfterValidate(Learner learner)
    {
        if (learner.Data.Validation is not null && learner.Recorder.Epochs[^1].ValidLoss is var loss && !double.IsFinite(loss))
            throw new DivergenceException(learner.Step, loss);
    }
}
