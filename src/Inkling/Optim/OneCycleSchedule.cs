namespace Inkling.Optim;

/// <summary>
/// The one-cycle policy of fastai's <c>fit_one_cycle</c>: over the first quarter of the steps the learning rate rises along half a cosine
/// from max / 25 to max, then it falls along another to max / 100,000, while the momentum goes from 0.95 to 0.85 and back.
/// </summary>
/// <remarks>
/// PyTorch's variant of the same idea (Smith and Topin, 2018, "Super-convergence") is <see cref="PyTorchOneCycleSchedule"/>; they differ in
/// where the peak lies and in the last learning rate. An <see cref="SGD"/> that was created without momentum gets that of the schedule.
/// </remarks>
public sealed class OneCycleSchedule : Schedule
{
    private readonly double _peak, _start, _end, _pctStart, _minMomentum, _maxMomentum;
    private readonly long _steps;

    /// <summary>Creates a schedule with fastai's defaults.</summary>
    /// <param name="maximumLearningRate">The learning rate of the peak, above 0.</param>
    /// <param name="totalSteps">The number of steps of the whole training, at least 1.</param>
    /// <param name="pctStart">The fraction of the steps in which the learning rate rises: in (0, 1).</param>
    /// <param name="div">The first learning rate is the maximum divided by this.</param>
    /// <param name="divFinal">The last learning rate is the maximum divided by this.</param>
    /// <param name="minMomentum">The momentum at the peak, in [0, 1).</param>
    /// <param name="maxMomentum">The momentum at the start and the end, in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public OneCycleSchedule(
        float maximumLearningRate, long totalSteps, double pctStart = 0.25, double div = 25, double divFinal = 1e5,
        double minMomentum = 0.85, double maxMomentum = 0.95)
    {
        CheckPositive(maximumLearningRate, nameof(OneCycleSchedule), nameof(maximumLearningRate));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(totalSteps);
        CheckFraction(pctStart, nameof(OneCycleSchedule), nameof(pctStart));
        (_steps, _pctStart, _minMomentum, _maxMomentum) = (totalSteps, pctStart, minMomentum, maxMomentum);
        _peak = maximumLearningRate;
        _start = _peak / div;
        _end = _peak / divFinal;
    }

    /// <inheritdoc/>
    public override float LearningRate(int step) => (float)At(step, _start, _peak, _end);

    /// <inheritdoc/>
    public override float? Momentum(int step) => (float)At(step, _maxMomentum, _minMomentum, _maxMomentum);

    private double At(int step, double start, double peak, double end)
    {
        var position = Math.Min(1, step / (double)_steps);
        return position < _pctStart
            ? Cosine(start, peak, position / _pctStart)
            : Cosine(peak, end, (position - _pctStart) / (1 - _pctStart));
    }
}
