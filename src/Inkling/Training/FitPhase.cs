namespace Inkling.Training;

/// <summary>What a training has done when <see cref="Learner.FitStepwise"/> returns to its caller.</summary>
public enum FitPhase
{
    /// <summary>A step: a mini-batch of the training set.</summary>
    Step,

    /// <summary>A mini-batch of the validation set.</summary>
    Validation,

    /// <summary>An epoch, which is recorded.</summary>
    Epoch,
}
