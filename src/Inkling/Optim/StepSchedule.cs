namespace Inkling.Optim;

/// <summary>The learning rate is multiplied by a factor every few steps (<c>torch.optim.lr_scheduler.StepLR</c>).</summary>
/// <param name="learningRate">The learning rate of the first step.</param>
/// <param name="stepSize">The number of steps between two changes, at least 1.</param>
/// <param name="gamma">The factor.</param>
/// <exception cref="ArgumentOutOfRangeException">The step size is below 1.</exception>
public sealed class StepSchedule(float learningRate, int stepSize, float gamma = 0.1f) : Schedule
{
    private readonly int _stepSize = stepSize > 0
        ? stepSize
        : throw new ArgumentOutOfRangeException(nameof(stepSize), $"StepSchedule: a step size of {stepSize} is not at least 1");

    /// <inheritdoc/>
    public override bool DependsOnTotalSteps => false;

    /// <inheritdoc/>
    public override float LearningRate(int step) => (float)(learningRate * Math.Pow(gamma, step / _stepSize));
}
