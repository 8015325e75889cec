namespace Inkling.Training.Callbacks;

/// <summary>Writes a table with a line for each epoch: <c>new EpochTable(Console.WriteLine)</c>.</summary>
/// <param name="write">Receives each line.</param>
public sealed class EpochTable(Action<string> write) : Callback
{
    /// <inheritdoc/>
    public override bool IsWatcher => true;

    /// <inheritdoc/>
    public override void BeforeFit(Learner learner) => write(learner.Recorder.Header);

    /// <inheritdoc/>
    public override void AfterValidate(Learner learner) => write(learner.Recorder.Row(learner.Recorder.Epochs[^1]));
}
