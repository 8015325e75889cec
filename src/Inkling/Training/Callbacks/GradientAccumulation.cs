namespace Inkling.Training.Callbacks;

/// <summary>
/// Accumulates the gradients of several batches before each step of the optimizer, as fastai's callback of that name: training with batches
/// of 16 and <c>new GradientAccumulation(64)</c> takes the steps of batches of 64 with the memory of 16.
/// </summary>
/// <remarks>
/// Batch norm still computes its statistics for each batch. The schedule counts batches. What has accumulated when the training ends is not
/// used.
/// </remarks>
/// <param name="samples">The number of items after which the optimizer steps, at least 1.</param>
public sealed class GradientAccumulation(int samples) : Callback
{
    private readonly int _samples = samples >= 1
        ? samples
        : throw new ArgumentOutOfRangeException(nameof(samples), $"GradientAccumulation: {samples} samples, at least 1 is expected");

    private int _count;

    /// <inheritdoc/>
    public override void BeforeFit(Learner learner)
    {
        if (learner.Step == 0)
            _count = 0;
    }

    /// <inheritdoc/>
    public override void BeforeBackward(Learner learner)
    {
        // The gradient of the mean over all samples is the sum of those of the batches, each weighted by its share.
        var items = learner.Labels.Shape[0];
        learner.BatchLoss = learner.BatchLoss * (items / (float)_samples);
        _count += items;
        if (_count < _samples)
            learner.SkipStep();
        else
            _count = 0;
    }

    /// <inheritdoc/>
    public override void Save(TrainingState state) => state.Set("count", _count);

    /// <inheritdoc/>
    public override void Load(TrainingState state) => _count = state.Whole("count");
}
