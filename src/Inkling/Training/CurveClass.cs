namespace Inkling.Training;

/// <summary>The classes of a loss curve, by what the learning rate does to it.</summary>
public enum CurveClass
{
    /// <summary>The loss barely falls, or is still falling at the end.</summary>
    TooLow,

    /// <summary>The loss falls and flattens.</summary>
    Good,

    /// <summary>The loss rises again in between.</summary>
    Oscillating,

    /// <summary>The loss grows without recovering.</summary>
    Diverged,
}
