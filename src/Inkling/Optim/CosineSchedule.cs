namespace Inkling.Optim;

/// <summary>
/// The learning rate falls along half a cosine to a minimum that it reaches after the last step
/// (<c>torch.optim.lr_scheduler.CosineAnnealingLR</c>; Loshchilov and Hutter, ICLR 2017, equation 5 without restarts).
/// </summary>
public sealed class CosineSchedule : Schedule
{
    private readonly double _start, _end;
    private readonly long _steps;

    /// <summary>Creates a schedule.</summary>
    /// <param name="learningRate">The learning rate of the first step, above 0.</param>
    /// <param name="totalSteps">The number of steps of the whole training (PyTorch's <c>T_max</c>), at least 1.</param>
    /// <param name="minimum">The learning rate at the end, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public CosineSchedule(float learningRate, long totalSteps, float minimum = 0)
    {
        CheckPositive(learningRate, nameof(CosineSchedule), nameof(learningRate));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(totalSteps);
        ArgumentOutOfRangeException.ThrowIfNegative(minimum);
        (_start, _end, _steps) = (learningRate, minimum, totalSteps);
    }

    /// <inheritdoc/>
    public override float LearningRate(int step) => (float)Cosine(_start, _end, Math.Min(1, step / (double)_steps));
}
