namespace Inkling.Training.Callbacks;

/// <summary>Ends a training whose loss is infinite or NaN, before the step that would propagate it to the weights.</summary>
public sealed class StopOnNaN : Callback
{
    /// <inheritdoc/>
    public override bool IsWatcher => true;

    /// <inheritdoc/>
    /// <exception cref="DivergenceException">The loss is infinite or NaN; the step was not taken.</exception>
    public override void BeforeBackward(Learner learner)
    {
        if (!float.IsFinite(learner.LossValue))
            throw new DivergenceException(learner.Step + 1, learner.LossValue);
    }

    /// <inheritdoc/>
    /// <exception cref="DivergenceException">The validation loss is infinite or NaN.</exception>
    public override void AfterValidate(Learner learner)
    {
        if (learner.Data.Validation is not null && learner.Recorder.Epochs[^1].ValidLoss is var loss && !double.IsFinite(loss))
            throw new DivergenceException(learner.Step, loss);
    }
}
