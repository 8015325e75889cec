namespace Inkling.Optim;

/// <summary>How the learning rate (and the momentum) go on over the steps of a training.</summary>
public abstract class Schedule
{
    /// <summary>The learning rate of a step, counted from 0.</summary>
    public abstract float LearningRate(int step);

    /// <summary>The momentum of a step, counted from 0, or null to leave it alone.</summary>
    public virtual float? Momentum(int step) => null;

    /// <summary>Sets an optimizer for a step, counted from 0.</summary>
    public void Apply(Optimizer optimizer, int step)
    {
        optimizer.LearningRate = LearningRate(step);
        if (Momentum(step) is { } momentum)
            optimizer.Momentum = momentum;
    }

    /// <summary>
    /// From <paramref name="start"/> to <paramref name="end"/> along half a cosine, as <paramref name="share"/> goes from 0 to 1.
    /// </summary>
    private protected static double Cosine(double start, double end, double share) =>
        end + ((start - end) / 2 * (Math.Cos(Math.PI * share) + 1));
}

/// <summary>The same learning rate all along.</summary>
/// <param name="learningRate">The rate.</param>
public sealed class ConstantSchedule(float learningRate) : Schedule
{
    /// <inheritdoc/>
    public override float LearningRate(int step) => learningRate;
}

/// <summary>The learning rate multiplied by a factor every so many steps (<c>torch.optim.lr_scheduler.StepLR</c>).</summary>
/// <param name="learningRate">The rate at the start.</param>
/// <param name="stepSize">Steps between two changes, at least 1.</param>
/// <param name="gamma">The factor.</param>
/// <exception cref="ArgumentOutOfRangeException">The step size is below 1.</exception>
public sealed class StepSchedule(float learningRate, int stepSize, float gamma = 0.1f) : Schedule
{
    private readonly int _stepSize = stepSize > 0
        ? stepSize
        : throw new ArgumentOutOfRangeException(nameof(stepSize), $"StepSchedule: a step size of {stepSize} is not at least 1");

    /// <inheritdoc/>
    public override float LearningRate(int step) => (float)(learningRate * Math.Pow(gamma, step / _stepSize));
}

/// <summary>
/// The one-cycle policy (Smith and Topin, 2018, "Super-convergence") as <c>torch.optim.lr_scheduler.OneCycleLR</c> does it: the rate rises
/// along half a cosine from
/// max / 25 to max and falls to a ten-thousandth of its start, while the momentum goes from 0.95 to 0.85 and back.
/// </summary>
public sealed class OneCycleSchedule : Schedule
{
    private readonly double _top, _start, _end, _lowMomentum, _highMomentum, _peak, _last;

    /// <summary>PyTorch's settings unless others are asked for.</summary>
    /// <param name="maximumLearningRate">The rate at the top.</param>
    /// <param name="totalSteps">Steps of the whole training, at least 1.</param>
    /// <param name="risingShare">The share of the steps that rise: in (0, 1).</param>
    /// <param name="divisor">Start: maximum divided by this.</param>
    /// <param name="finalDivisor">End: start divided by this.</param>
    /// <param name="lowMomentum">The momentum at the top.</param>
    /// <param name="highMomentum">The momentum at start and end.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no step, the rate is not above 0, or the rising share is not in (0,
    /// 1).</exception>
    public OneCycleSchedule(
        float maximumLearningRate, int totalSteps, float risingShare = 0.3f, float divisor = 25, float finalDivisor = 1e4f,
        float lowMomentum = 0.85f, float highMomentum = 0.95f)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(totalSteps);
        if (!(maximumLearningRate > 0 && float.IsFinite(maximumLearningRate)))
            throw new ArgumentOutOfRangeException(
                nameof(maximumLearningRate), $"OneCycleSchedule: a learning rate of {maximumLearningRate} is not above 0");
        if (!(risingShare is > 0 and < 1))
            throw new ArgumentOutOfRangeException(
                nameof(risingShare), $"OneCycleSchedule: a rising share of {risingShare} is not in (0, 1)");
        _top = maximumLearningRate;
        _start = _top / divisor;
        _end = _start / finalDivisor;
        (_lowMomentum, _highMomentum) = (lowMomentum, highMomentum);
        _peak = Math.Max(0, (Math.Round((double)risingShare, 6) * totalSteps) - 1);
        _last = totalSteps - 1;
    }

    /// <inheritdoc/>
    public override float LearningRate(int step) => (float)At(step, _start, _top, _end);

    /// <inheritdoc/>
    public override float? Momentum(int step) => (float)At(step, _highMomentum, _lowMomentum, _highMomentum);

    private double At(int step, double start, double top, double end) => step <= _peak && _peak > 0
        ? Cosine(start, top, step / _peak)
        : Cosine(top, end, _last <= _peak ? 1 : Math.Min(1, (step - _peak) / (_last - _peak)));
}
