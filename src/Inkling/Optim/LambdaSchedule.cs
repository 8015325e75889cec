namespace Inkling.Optim;

/// <summary>A learning rate that a function of the step computes, as <c>LambdaLR</c> with the learning rate instead of a factor.</summary>
/// <param name="learningRate">The learning rate of a step, counted from 0.</param>
public sealed class LambdaSchedule(Func<int, float> learningRate) : Schedule
{
    /// <inheritdoc/>
    public override float LearningRate(int step) => learningRate(step);
}
