using Inkling.Lab.Training;

namespace Inkling.Lab.Hosting;

/// <summary>The run folders that a host has, whichever process writes them.</summary>
public interface IRunFolders
{
    /// <summary>Lists the runs, those that are being written first, then the newest.</summary>
    /// <exception cref="IOException">The folder of the runs cannot be read.</exception>
    IReadOnlyList<ListedRun> List();

    /// <summary>Opens a run to follow it.</summary>
    /// <param name="name">The name of a run that is listed.</param>
    /// <exception cref="InvalidDataException">There is no run of that name.</exception>
    IFollowedRun Follow(string name);

    /// <summary>Takes over a run of this host that was left to itself.</summary>
    /// <param name="name">The name of the run.</param>
    /// <returns>The run; null where it is not left to itself any more.</returns>
    LiveRun? TakeOver(string name);
}
