namespace Inkling.Lab.Training;

/// <summary>A run in the list of a host.</summary>
/// <param name="Name">The name of its folder.</param>
/// <param name="IsWritten">Whether a process holds the folder to write it.</param>
/// <param name="IsDetached">Whether it is a run of this host that no page commands.</param>
public sealed record ListedRun(string Name, bool IsWritten, bool IsDetached);
