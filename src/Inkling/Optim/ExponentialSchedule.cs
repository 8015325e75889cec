namespace Inkling.Optim;

/// <summary>The learning rate changes by the same factor at each step, as a learning-rate range test needs it.</summary>
public sealed class ExponentialSchedule : Schedule
{
    private readonly double _start, _ratio;
    private readonly int _lastStep;

    /// <summary>Creates a schedule from <paramref name="start"/> at the first step to <paramref name="end"/> at the last.</summary>
    /// <param name="start">The first learning rate, above 0.</param>
    /// <param name="end">The last learning rate, above 0.</param>
    /// <param name="steps">The number of steps, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A learning rate is not above 0, or there are fewer than 2 steps.</exception>
    public ExponentialSchedule(float start, float end, int steps)
    {
        CheckPositive(start, nameof(ExponentialSchedule), nameof(start));
        CheckPositive(end, nameof(ExponentialSchedule), nameof(end));
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        (_start, _ratio, _lastStep) = (start, (double)end / start, steps - 1);
    }

    /// <inheritdoc/>
    public override float LearningRate(int step) => (float)(_start * Math.Pow(_ratio, step / (double)_lastStep));
}
