namespace Inkling.Training.Callbacks;

/// <summary>
/// Writes a checkpoint at the end of each epoch, every so many steps if wanted, and when a training is stopped within an epoch. The newest
/// ones stay.
/// </summary>
/// <remarks>
/// A training that starts anew removes the checkpoints that are in the folder; one that goes on removes those after the step it goes on
/// from.
/// </remarks>
/// <param name="folder">Where they lie.</param>
/// <param name="everySteps">Steps between two within an epoch, at least 1; null for none.</param>
/// <param name="keep">How many stay, at least 1.</param>
public sealed class Checkpoints(CheckpointFolder folder, int? everySteps = null, int keep = 2) : Callback
{
    private readonly int? _every = everySteps is null or >= 1
        ? everySteps
        : throw new ArgumentOutOfRangeException(nameof(everySteps), $"Checkpoints: every {everySteps} steps, at least 1 is expected");

    /// <summary>After all others, whose state it keeps.</summary>
    public override int Order => 100;

    /// <inheritdoc/>
    public override bool IsWatcher => true;

    /// <inheritdoc/>
    public override void BeforeFit(Learner learner) => folder.RemoveAfter(learner.Step);

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
        // An epoch that was stopped early is measured, but goes on from the checkpoint within it.
        if (learner.Batch == 0)
            Write(learner);
    }

    private void Write(Learner learner) => folder.Write(learner.Step, learner.Capture(), keep);
}
