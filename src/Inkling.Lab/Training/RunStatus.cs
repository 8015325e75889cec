namespace Inkling.Lab.Training;

/// <summary>The status of a run, as a page shows it.</summary>
public enum RunStatus
{
    /// <summary>It waits for a command before its next step.</summary>
    Paused,

    /// <summary>It trains.</summary>
    Running,

    /// <summary>All epochs are complete.</summary>
    Complete,

    /// <summary>The loss became infinite, NaN or far too large.</summary>
    Diverged,

    /// <summary>It was stopped, and its states are freed.</summary>
    Stopped,

    /// <summary>It could not be started or continued.</summary>
    Failed,
}
