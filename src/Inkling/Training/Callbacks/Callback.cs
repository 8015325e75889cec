namespace Inkling.Training.Callbacks;

/// <summary>
/// The base class of callbacks: a <see cref="Learner"/> calls these methods during a training, in the order of their declaration. They may
/// read the learner and change its properties. A callback overrides the methods that it needs:
/// <code>
/// public sealed class LossPrinter : Callback
/// {
///     public override bool IsWatcher =&gt; true;
///
///     public override void AfterBatch(Learner learner) =&gt; Console.WriteLine($"{learner.Step}: {learner.LossValue}");
/// }
/// </code>
/// </summary>
public abstract class Callback
{
    /// <summary>
    /// Gets the position among the callbacks: those with smaller numbers are called first, equal ones in the order in which they were
    /// added.
    /// </summary>
    public virtual int Order => 0;

    /// <summary>
    /// Gets whether the callback has neither an effect on the weights nor a state to save. A resumed training may have other watchers than
    /// before.
    /// </summary>
    public virtual bool IsWatcher => false;

    /// <summary>
    /// Called before the first step of <see cref="Learner.Fit(int, float, CancellationToken)"/>, also when a training is resumed.
    /// </summary>
    public virtual void BeforeFit(Learner learner)
    {
    }

    /// <summary>Called before the first batch of an epoch, but not when a training is resumed within one.</summary>
    public virtual void BeforeEpoch(Learner learner)
    {
    }

    /// <summary>
    /// Called before the forward pass of a batch; <see cref="Learner.Inputs"/> and <see cref="Learner.Labels"/> may be replaced.
    /// </summary>
    public virtual void BeforeBatch(Learner learner)
    {
    }

    /// <summary>Called after the forward pass and before the backward pass; <see cref="Learner.BatchLoss"/> may be replaced.</summary>
    public virtual void BeforeBackward(Learner learner)
    {
    }

    /// <summary>Called after the backward pass.</summary>
    public virtual void AfterBackward(Learner learner)
    {
    }

    /// <summary>Called before the optimizer updates the parameters, unless the step is skipped.</summary>
    public virtual void BeforeStep(Learner learner)
    {
    }

    /// <summary>Called after the optimizer has updated the parameters, unless the step is skipped.</summary>
    public virtual void AfterStep(Learner learner)
    {
    }

    /// <summary>Called after a batch has been counted and recorded.</summary>
    public virtual void AfterBatch(Learner learner)
    {
    }

    /// <summary>
    /// Called when the training is stopped or cancelled within an epoch, before the validation, and when the validation is cancelled, also
    /// after <see cref="BeforeValidate"/>. A cancelled epoch is not recorded; a training resumed from here completes it.
    /// </summary>
    public virtual void AfterInterruption(Learner learner)
    {
    }

    /// <summary>Called before the validation at the end of an epoch, also without a validation set.</summary>
    public virtual void BeforeValidate(Learner learner)
    {
    }

    /// <summary>Called after the validation; the record of the epoch is the last of <see cref="Recorder.Epochs"/>.</summary>
    public virtual void AfterValidate(Learner learner)
    {
    }

    /// <summary>Called at the end of an epoch.</summary>
    public virtual void AfterEpoch(Learner learner)
    {
    }

    /// <summary>
    /// Called at the end of the training, also after an exception; the callbacks are called in reverse order.
    /// </summary>
    public virtual void AfterFit(Learner learner)
    {
    }

    /// <summary>Adds the state of this callback to a checkpoint.</summary>
    public virtual void Save(TrainingState state)
    {
    }

    /// <summary>Restores what <see cref="Save"/> added.</summary>
    /// <exception cref="InvalidDataException">The state is missing.</exception>
    public virtual void Load(TrainingState state)
    {
    }
}
