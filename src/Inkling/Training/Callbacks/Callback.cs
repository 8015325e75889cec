namespace Inkling.Training.Callbacks;

/// <summary>
/// Something that takes part in a training: a <see cref="Learner"/> calls it at each of these moments, in the order in which they stand
/// here. Each may look at the learner and change what it holds.
/// </summary>
public abstract class Callback
{
    /// <summary>Of two callbacks the one with the smaller number is called first; of equal ones the one that was added first.</summary>
    public virtual int Order => 0;

    /// <summary>
    /// Whether it only looks on, so that a training ends with the same weights without it, and has nothing to remember. A training that
    /// goes on may have other watchers than it had before.
    /// </summary>
    public virtual bool IsWatcher => false;

    /// <summary>
    /// Before the first step of <see cref="Learner.Fit(int, float, CancellationToken)"/>, also when it goes on from a checkpoint.
    /// </summary>
    public virtual void BeforeFit(Learner learner)
    {
    }

    /// <summary>Before the first batch of an epoch; not again when it goes on from a checkpoint within one.</summary>
    public virtual void BeforeEpoch(Learner learner)
    {
    }

    /// <summary>
    /// Before a batch goes through the model; <see cref="Learner.Inputs"/> and <see cref="Learner.Labels"/> may be replaced.
    /// </summary>
    public virtual void BeforeBatch(Learner learner)
    {
    }

    /// <summary>When the loss of the batch is known, before the gradients are computed.</summary>
    public virtual void BeforeBackward(Learner learner)
    {
    }

    /// <summary>When the parameters have their gradients.</summary>
    public virtual void AfterBackward(Learner learner)
    {
    }

    /// <summary>Right before the optimizer changes the parameters.</summary>
    public virtual void BeforeStep(Learner learner)
    {
    }

    /// <summary>Right after the optimizer has changed the parameters.</summary>
    public virtual void AfterStep(Learner learner)
    {
    }

    /// <summary>When the step has been counted and recorded.</summary>
    public virtual void AfterBatch(Learner learner)
    {
    }

    /// <summary>When the training is stopped within an epoch, before what was learned so far is measured.</summary>
    public virtual void AfterInterruption(Learner learner)
    {
    }

    /// <summary>Before the measurement that ends an epoch; also where there is nothing to measure on.</summary>
    public virtual void BeforeValidate(Learner learner)
    {
    }

    /// <summary>After the measurement; the epoch's record is the last one of <see cref="Recorder.Epochs"/>.</summary>
    public virtual void AfterValidate(Learner learner)
    {
    }

    /// <summary>When the epoch is over.</summary>
    public virtual void AfterEpoch(Learner learner)
    {
    }

    /// <summary>
    /// When the training is over, also when it ended with an exception; the callbacks are called in the opposite order, the last one first.
    /// </summary>
    public virtual void AfterFit(Learner learner)
    {
    }

    /// <summary>Adds what this callback has to remember to a checkpoint.</summary>
    public virtual void Save(TrainingState state)
    {
    }

    /// <summary>Takes back what <see cref="Save"/> has added.</summary>
    /// <exception cref="InvalidDataException">It is not there.</exception>
    public virtual void Load(TrainingState state)
    {
    }
}
