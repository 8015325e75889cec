namespace Inkling.Optim;

/// <summary>
/// A learning rate that goes from one value to another by the same factor each step, as the search for a good rate needs it.
/// </summary>
public sealed class ExponentialSchedule : Schedule
{
    private readonly double _start, _ratio;
    private readonly int _last;

    /// <summary>A schedule from <paramref name="start"/> at the first step to <paramref name="end"/> at the last.</summary>
    /// <param name="start">The first rate, above 0.</param>
    /// <param name="end">The last rate, above 0.</param>
    /// <param name="steps">Steps from one to the other, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is not above 0, or there are fewer than 2 steps.</exception>
    public ExponentialSchedule(float start, float end, int steps)
    {
        if (!(start > 0 && float.IsFinite(start)))
            throw new ArgumentOutOfRangeException(nameof(start), $"ExponentialSchedule: a first rate of {start} is not a number above 0");
        if (!(end > 0 && float.IsFinite(end)))
            throw new ArgumentOutOfRangeException(nameof(end), $"ExponentialSchedule: a last rate of {end} is not a number above 0");
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        (_start, _ratio, _last) = (start, (double)end / start, steps - 1);
    }

    /// <inheritdoc/>
    public override float LearningRate(int step) => (float)(_start * Math.Pow(_ratio, step / (double)_last));
}
