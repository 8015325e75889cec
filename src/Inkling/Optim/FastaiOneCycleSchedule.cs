namespace Inkling.Optim;

/// <summary>
/// The one-cycle policy as fastai's <c>fit_one_cycle</c> does it: over the first quarter of the steps the rate rises along half a cosine
/// from max / 25 to max, then it falls along another to max / 100,000, while the momentum goes from 0.95 to 0.85 and back.
/// </summary>
/// <remarks>
/// PyTorch's form of the same idea (Smith and Topin, 2018) is <see cref="OneCycleSchedule"/>; they differ in where the top lies, in the
/// last rate, and in that this one reaches its end only after the last step.
/// </remarks>
public sealed class FastaiOneCycleSchedule : Schedule
{
    private readonly double _top, _start, _end, _risingShare, _lowMomentum, _highMomentum;
    private readonly long _steps;

    /// <summary>fastai's settings unless others are asked for.</summary>
    /// <param name="maximumLearningRate">The rate at the top.</param>
    /// <param name="totalSteps">Steps of the whole training, at least 1.</param>
    /// <param name="risingShare">The share of the steps that rise: in (0, 1).</param>
    /// <param name="divisor">Start: maximum divided by this.</param>
    /// <param name="finalDivisor">End: maximum divided by this.</param>
    /// <param name="lowMomentum">The momentum at the top.</param>
    /// <param name="highMomentum">The momentum at start and end.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no step, or the rising share is not in (0, 1).</exception>
    public FastaiOneCycleSchedule(
        float maximumLearningRate, long totalSteps, double risingShare = 0.25, double divisor = 25, double finalDivisor = 1e5,
        double lowMomentum = 0.85, double highMomentum = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(totalSteps);
        if (!(risingShare is > 0 and < 1))
            throw new ArgumentOutOfRangeException(
                nameof(risingShare), $"FastaiOneCycleSchedule: a rising share of {risingShare} is not in (0, 1)");
        (_steps, _risingShare, _lowMomentum, _highMomentum) = (totalSteps, risingShare, lowMomentum, highMomentum);
        _top = maximumLearningRate;
        _start = _top / divisor;
        _end = _top / finalDivisor;
    }

    /// <inheritdoc/>
    public override float LearningRate(int step) => (float)At(step, _start, _top, _end);

    /// <inheritdoc/>
    public override float? Momentum(int step) => (float)At(step, _highMomentum, _lowMomentum, _highMomentum);

    private double At(int step, double start, double top, double end)
    {
        var share = Math.Min(1, step / (double)_steps);
        return share < _risingShare
            ? Cosine(start, top, share / _risingShare)
            : Cosine(top, end, (share - _risingShare) / (1 - _risingShare));
    }
}
