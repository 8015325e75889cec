namespace Inkling.Optim;

/// <summary>The same learning rate at every step.</summary>
/// <param name="learningRate">The learning rate, 0 or more.</param>
public sealed class ConstantSchedule(float learningRate) : Schedule
{
    /// <inheritdoc/>
    public override bool DependsOnTotalSteps => false;

    /// <inheritdoc/>
    public override float LearningRate(int step) => learningRate;
}
