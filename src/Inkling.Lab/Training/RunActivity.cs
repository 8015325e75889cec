namespace Inkling.Lab.Training;

/// <summary>What a run does after a turn.</summary>
public enum RunActivity
{
    /// <summary>It waits for a command.</summary>
    Waiting,

    /// <summary>It trains, and takes another turn.</summary>
    Training,

    /// <summary>It was stopped or has failed, and takes no turn any more.</summary>
    Ended,
}
