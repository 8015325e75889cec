namespace Inkling.Optim;

/// <summary>
/// Linear warm-up: the learning rate of another schedule, multiplied by a factor that grows to 1 over the first steps
/// (<c>torch.optim.lr_scheduler.LinearLR</c>): <c>new WarmUp(new CosineSchedule(0.1f, steps), 100)</c>.
/// </summary>
public sealed class WarmUp : Schedule
{
    private readonly Schedule _schedule;
    private readonly int _steps;
    private readonly float _startFactor;

    /// <summary>Creates a schedule.</summary>
    /// <param name="schedule">The schedule to warm up; its momentum is unchanged.</param>
    /// <param name="steps">The number of steps after which the factor is 1, at least 1.</param>
    /// <param name="startFactor">The factor of the first step, in (0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public WarmUp(Schedule schedule, int steps, float startFactor = 1f / 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        _startFactor = startFactor is > 0 and <= 1
            ? startFactor
            : throw new ArgumentOutOfRangeException(nameof(startFactor), $"WarmUp: a start factor of {startFactor} is not in (0, 1]");
        (_schedule, _steps) = (schedule, steps);
    }

    /// <inheritdoc/>
    public override bool DependsOnTotalSteps => _schedule.DependsOnTotalSteps;

    /// <inheritdoc/>
    public override float LearningRate(int step) =>
        _schedule.LearningRate(step) * (_startFactor + ((1 - _startFactor) * Math.Min(step, _steps) / _steps));

    /// <inheritdoc/>
    public override float? Momentum(int step) => _schedule.Momentum(step);
}
