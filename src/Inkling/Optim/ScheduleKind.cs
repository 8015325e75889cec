namespace Inkling.Optim;

/// <summary>The learning-rate schedules that can be chosen by name (<see cref="KebabCase"/>), by the command line or a recipe.</summary>
public enum ScheduleKind
{
    /// <summary><see cref="ConstantSchedule"/>.</summary>
    Constant,

    /// <summary><see cref="OneCycleSchedule"/>: the learning rate is that of the peak.</summary>
    OneCycle,

    /// <summary><see cref="CosineSchedule"/>: the learning rate is that of the first step, and the last ones approach 0.</summary>
    Cosine,
}

/// <summary>Creates schedules from their <see cref="ScheduleKind"/>.</summary>
public static class ScheduleKinds
{
    /// <summary>Creates a schedule.</summary>
    /// <param name="kind">Which one.</param>
    /// <param name="learningRate">The largest learning rate, above 0.</param>
    /// <param name="totalSteps">The number of steps of the whole training, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or the kind is none.</exception>
    public static Schedule Create(this ScheduleKind kind, float learningRate, long totalSteps) => kind switch
    {
        ScheduleKind.Constant => new ConstantSchedule(learningRate),
        ScheduleKind.OneCycle => new OneCycleSchedule(learningRate, totalSteps),
        ScheduleKind.Cosine => new CosineSchedule(learningRate, totalSteps),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), $"there is no schedule {kind}"),
    };
}
