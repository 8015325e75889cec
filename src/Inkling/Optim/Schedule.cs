namespace Inkling.Optim;

/// <summary>A learning-rate schedule: the learning rate, and optionally the momentum, of each step of a training.</summary>
public abstract class Schedule
{
    /// <summary>
    /// Gets whether the learning rates depend on the number of steps of the whole training, so that one of another length has other
    /// learning rates from the start. A training with a schedule that does not can be extended: see
    /// <see cref="Training.Learner.Fit(int, Schedule, CancellationToken)"/>. The default is true.
    /// </summary>
    public virtual bool DependsOnTotalSteps => true;

    /// <summary>Gets the learning rate of a step, counted from 0.</summary>
    public abstract float LearningRate(int step);

    /// <summary>Gets the momentum of a step, counted from 0, or null to leave it unchanged.</summary>
    public virtual float? Momentum(int step) => null;

    /// <summary>Sets the learning rate and the momentum of an optimizer for a step, counted from 0.</summary>
    public void Apply(Optimizer optimizer, int step)
    {
        optimizer.LearningRate = LearningRate(step);
        if (Momentum(step) is { } momentum)
            optimizer.Momentum = momentum;
    }

    /// <summary>
    /// Interpolates along half a cosine from <paramref name="start"/> to <paramref name="end"/> as <paramref name="position"/> goes from 0
    /// to 1.
    /// </summary>
    private protected static double Cosine(double start, double end, double position) =>
        end + ((start - end) / 2 * (Math.Cos(Math.PI * position) + 1));

    private protected static void CheckPositive(float value, string schedule, string name)
    {
        if (!(value > 0 && float.IsFinite(value)))
            throw new ArgumentOutOfRangeException(name, $"{schedule}: a learning rate of {value} is not a number above 0");
    }

    private protected static void CheckFraction(double value, string schedule, string name)
    {
        if (!(value is > 0 and < 1))
            throw new ArgumentOutOfRangeException(name, $"{schedule}: a fraction of {value} is not in (0, 1)");
    }
}
