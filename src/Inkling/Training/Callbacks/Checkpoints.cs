using Inkling.Formats;

namespace Inkling.Training.Callbacks;

/// <summary>
/// Writes a checkpoint at the end of each epoch, optionally every few steps, and when a training is stopped within an epoch. Only the
/// newest are kept.
/// </summary>
/// <remarks>
/// A new training removes the checkpoints in the folder; a resumed one removes those after the step it resumes from. During the training
/// the folder is locked: another one with the same folder fails with a <see cref="FolderLockedException"/> before its first step.
/// One whose folder is moved, deleted or replaced fails at its next checkpoint.
/// </remarks>
/// <param name="folder">The folder of the checkpoints.</param>
/// <param name="everySteps">The number of steps between two checkpoints within an epoch, at least 1; null for none.</param>
/// <param name="keep">The number of checkpoints to keep, at least 1.</param>
public sealed class Checkpoints(CheckpointFolder folder, int? everySteps = null, int keep = 2) : Callback
{
    private readonly int? _every = everySteps is null or >= 1
        ? everySteps
        : throw new ArgumentOutOfRangeException(nameof(everySteps), $"Checkpoints: every {everySteps} steps, at least 1 is expected");
    private FolderLock? _lock;

    /// <summary>Gets a position after all callbacks whose state is saved.</summary>
    public override int Order => 100;

    /// <inheritdoc/>
    public override bool IsWatcher => true;

    /// <inheritdoc/>
    public override void BeforeFit(Learner learner)
    {
        _lock = FolderLock.Acquire(folder.Path);
        folder.RemoveAfter(learner.Step);
    }

    /// <inheritdoc/>
    public override void AfterBatch(Learner learner)
    {
        if (_every is { } every && learner.Step % every == 0)
            Write(learner);
    }

    /// <inheritdoc/>
    public override void AfterInterruption(Learner learner) => Write(learner);

    /// <inheritdoc/>
    public override void AfterEpoch(Learner learner)
    {
        // An epoch that was stopped early is validated, but resumed from the checkpoint within it.
        if (learner.Batch == 0)
            Write(learner);
    }

    /// <inheritdoc/>
    public override void AfterFit(Learner learner) => _lock?.Dispose();

    private void Write(Learner learner)
    {
        _lock?.ThrowIfLost();
        folder.Write(learner.Step, learner.Capture(), keep);
    }
}
