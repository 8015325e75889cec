namespace Inkling.Training.Callbacks;

/// <summary>Writes the table of a training, line by line as it grows: <c>new EpochTable(Console.WriteLine)</c>.</summary>
/// <param name="write">Takes a line.</param>
public sealed class EpochTable(Action<string> write) : Callback
{
    /// <inheritdoc/>
    public override bool IsWatcher => true;

    /// <inheritdoc/>
    public override void BeforeFit(Learner learner) => write(learner.Recorder.Header);

    /// <inheritdoc/>
    public override void AfterValidate(Learner learner) => write(learner.Recorder.Row(learner.Recorder.Epochs[^1]));
}
