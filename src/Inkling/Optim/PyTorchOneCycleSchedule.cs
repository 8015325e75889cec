namespace Inkling.Optim;

/// <summary>
/// The one-cycle policy (Smith and Topin, 2018, "Super-convergence") of <c>torch.optim.lr_scheduler.OneCycleLR</c>: the learning rate rises
/// along half a cosine from max / 25 to max and falls to a ten-thousandth of its start, while the momentum goes from 0.95 to 0.85 and back.
/// </summary>
/// <remarks>fastai's variant, which <c>Learner.FitOneCycle</c> uses, is <see cref="OneCycleSchedule"/>.</remarks>
public sealed class PyTorchOneCycleSchedule : Schedule
{
    private readonly double _peak, _start, _end, _baseMomentum, _maxMomentum, _peakStep, _lastStep;

    /// <summary>Creates a schedule with PyTorch's defaults.</summary>
    /// <param name="maximumLearningRate">The learning rate of the peak, above 0.</param>
    /// <param name="totalSteps">The number of steps of the whole training, at least 1.</param>
    /// <param name="pctStart">The fraction of the steps in which the learning rate rises: in (0, 1).</param>
    /// <param name="divFactor">The first learning rate is the maximum divided by this.</param>
    /// <param name="finalDivFactor">The last learning rate is the first divided by this.</param>
    /// <param name="baseMomentum">The momentum at the peak, in [0, 1).</param>
    /// <param name="maxMomentum">The momentum at the start and the end, in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public PyTorchOneCycleSchedule(
        float maximumLearningRate, int totalSteps, float pctStart = 0.3f, float divFactor = 25, float finalDivFactor = 1e4f,
        float baseMomentum = 0.85f, float maxMomentum = 0.95f)
    {
        CheckPositive(maximumLearningRate, nameof(PyTorchOneCycleSchedule), nameof(maximumLearningRate));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(totalSteps);
        CheckFraction(pctStart, nameof(PyTorchOneCycleSchedule), nameof(pctStart));
        _peak = maximumLearningRate;
        _start = _peak / divFactor;
        _end = _start / finalDivFactor;
        (_baseMomentum, _maxMomentum) = (baseMomentum, maxMomentum);
        _peakStep = Math.Max(0, (Math.Round((double)pctStart, 6) * totalSteps) - 1);
        _lastStep = totalSteps - 1;
    }

    /// <inheritdoc/>
    public override float LearningRate(int step) => (float)At(step, _start, _peak, _end);

    /// <inheritdoc/>
    public override float? Momentum(int step) => (float)At(step, _maxMomentum, _baseMomentum, _maxMomentum);

    private double At(int step, double start, double peak, double end) => step <= _peakStep && _peakStep > 0
        ? Cosine(start, peak, step / _peakStep)
        : Cosine(peak, end, _lastStep <= _peakStep ? 1 : Math.Min(1, (step - _peakStep) / (_lastStep - _peakStep)));
}
