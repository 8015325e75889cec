namespace Inkling.Lab.Training;

/// <summary>The status of a run, as its folder shows it.</summary>
public enum FollowedRunStatus
{
    /// <summary>Not all epochs are recorded, and no process writes the folder.</summary>
    Stopped,

    /// <summary>A process holds the folder, and not all epochs are recorded.</summary>
    Running,

    /// <summary>All epochs are recorded.</summary>
    Complete,
}
